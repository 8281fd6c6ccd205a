"""Work that needs the desk's keys and takes its time: done by a process beside the one that answers pages."""
