"""Take from this process everything but memory and the pipes that it already holds, for good.

Used by the child alone, after it has loaded its libraries and before it reads a byte of what a stranger sent. The
kernel lets through only the system calls of ALLOWED (seccomp, by libseccomp): no file, socket, process, signal or
memory of others can be reached, whatever the bytes make of a decoder. Limits on memory and time come on top.
"""

import ctypes
import os
import resource

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1
"""SCMP_ACT_ALLOW; SCMP_ACT_ERRNO(EPERM), so that a library which asks for more goes on without."""
ALLOWED = """
read readv write writev lseek fstat newfstatat close brk mmap munmap mremap madvise mprotect futex futex_waitv
rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack clock_gettime clock_getres clock_nanosleep gettimeofday nanosleep
getpid gettid getrandom sched_yield sched_getaffinity restart_syscall rseq exit exit_group
"""
MEMORY = 768 * 2**20
"""Bytes beyond what the libraries already take."""
SECONDS = 60
NOBODY = 65534


def shut() -> None:
    """Never returns with less than all of it in force: OSError where this machine cannot."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _limit(resource.RLIMIT_AS, _size() + MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    for none in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        _limit(none, 0)
    _filter()


def _filter() -> None:
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(REFUSE))
    for name in ALLOWED.split():
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0 and seccomp.seccomp_rule_add_array(context, ALLOW, number, 0, None):
            raise OSError(f"seccomp takes no rule for {name}")
    if seccomp.seccomp_load(context):
        raise OSError("seccomp does not load")


def _limit(which: int, to: int) -> None:
    resource.setrlimit(which, (to, to))


def _size() -> int:
    with open("/proc/self/statm") as sizes:  # noqa: PTH123 — pathlib is not loaded here for nothing
        return int(sizes.read().split()[0]) * resource.getpagesize()
