/* Preloaded into the real process: writes a line for every fsync, fdatasync and rename it makes, and kills the process
   with SIGKILL right before or right after the chosen one.

   KILLPOINTS_PROCESS  only in processes whose command line holds this text
   KILLPOINTS_LOG      file to append "number call path" to
   KILLPOINTS_AT       number of the call at which to kill (from 1); unset: only trace
   KILLPOINTS_WHEN     "before" (default) or "after" */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter = 0;
static int chosen = -1;

static int is_chosen(void) {
    if (chosen >= 0) return chosen;
    chosen = 0;
    const char *wanted = getenv("KILLPOINTS_PROCESS");
    char line[8192] = {0};
    int file = open("/proc/self/cmdline", O_RDONLY);
    if (wanted == NULL || file < 0) return 0;
    ssize_t size = read(file, line, sizeof line - 1);
    close(file);
    for (ssize_t i = 0; i + 1 < size; i++) if (line[i] == 0) line[i] = ' ';
    chosen = strstr(line, wanted) != NULL;
    return chosen;
}

static int enter(const char *call, int descriptor, const char *path) {
    if (!is_chosen()) return 0;
    char link[64], target[4096] = {0};
    if (path == NULL) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        if (readlink(link, target, sizeof target - 1) < 0) target[0] = 0;
        path = target;
    }
    if (strstr(path, "__pycache__") != NULL) return 0; /* Python's own, on a first start only */
    pthread_mutex_lock(&lock);
    int number = ++counter;
    const char *log = getenv("KILLPOINTS_LOG");
    if (log != NULL) {
        char line[4400];
        int size = snprintf(line, sizeof line, "%d %s %s\n", number, call, path);
        int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (file >= 0) { if (write(file, line, size) < 0) { } close(file); }
    }
    const char *at = getenv("KILLPOINTS_AT");
    const char *when = getenv("KILLPOINTS_WHEN");
    int hit = at != NULL && atoi(at) == number;
    if (hit && (when == NULL || strcmp(when, "after") != 0)) kill(getpid(), SIGKILL);
    pthread_mutex_unlock(&lock);
    return hit;
}

static void leave(int hit) { if (hit) kill(getpid(), SIGKILL); }

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = (type (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, name)

int fsync(int descriptor) {
    REAL(int, "fsync", int);
    int hit = enter("fsync", descriptor, NULL);
    int result = real(descriptor);
    leave(hit);
    return result;
}

int fdatasync(int descriptor) {
    REAL(int, "fdatasync", int);
    int hit = enter("fdatasync", descriptor, NULL);
    int result = real(descriptor);
    leave(hit);
    return result;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int hit = enter("rename", -1, to);
    int result = real(from, to);
    leave(hit);
    return result;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    int hit = enter("rename", -1, to);
    int result = real(from_folder, from, to_folder, to);
    leave(hit);
    return result;
}
