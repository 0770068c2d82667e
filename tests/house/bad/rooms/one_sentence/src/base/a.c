/* Only one sentence. */
int x;
