/*
 * Telling the service manager that the server answers. Nothing else is told: no state in words, no
 * heartbeat.
 */
#ifndef PROGRAM_PROGRAM_READY_H
#define PROGRAM_PROGRAM_READY_H

/* Once visitors can come. Does nothing where no manager waits for it; when it cannot be told, the
 * log says so and the manager runs into its own time limit. Source: sd_notify(3). */
void program_tell_ready(void);

#endif
