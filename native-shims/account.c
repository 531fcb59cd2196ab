/* Passwords: that of an account, where this process may read it, and those that crypt(3) has hashed. */
#include <dlfcn.h>
#include <errno.h>
#include <pwd.h>
#include <shadow.h>
#include <string.h>

#include "mux_shims.h"

/* The stored form: from /etc/shadow, which few may read, or from where passwords stood before there was one. */
static int stored_password(const char *name, char *out, size_t capacity)
{
    char strings[4096];
    const char *found = NULL;
    struct spwd shadow, *entry = NULL;
    struct passwd account, *user = NULL;
    if (getspnam_r(name, &shadow, strings, sizeof strings, &entry) == 0 && entry)
        found = entry->sp_pwdp;
    else if (getpwnam_r(name, &account, strings, sizeof strings, &user) == 0 && user)
        found = user->pw_passwd;
    /* Shorter than any real one: "x", "*", "!" and the like say that there is none, or none to be seen. */
    if (!found || strlen(found) < 13 || *found == '!' || *found == '*' || strlen(found) >= capacity)
        return -ENOENT;
    memcpy(out, found, strlen(found) + 1);
    return 0;
}

int32_t mux_password_hash(const char *password, const char *setting, char *out, uint32_t capacity)
{
    /* Looked for only now: the library is of no use to anything else, and a machine without it has no such passwords either. */
    void *library = dlopen("libcrypt.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        library = dlopen("libcrypt.so.2", RTLD_NOW | RTLD_LOCAL);
    char *(*hash)(const char *, const char *) = NULL;
    if (library)
        *(void **)&hash = dlsym(library, "crypt");
    const char *made = hash ? hash(password, setting) : NULL;
    int32_t result = !made || *made == '*' || strlen(made) >= capacity ? -ENOSYS : 0;
    if (result == 0)
        memcpy(out, made, strlen(made) + 1);
    if (library)
        dlclose(library);
    return result;
}

int32_t mux_account_check(const char *name, const char *password)
{
    char stored[512], made[512];
    int result = stored_password(name, stored, sizeof stored);
    if (result < 0)
        return result;
    result = mux_password_hash(password, stored, made, sizeof made);
    if (result == 0)
        result = strcmp(made, stored) == 0;
    explicit_bzero(stored, sizeof stored);
    return result;
}
