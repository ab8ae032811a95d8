"""The memory of the processes that a build starts."""

from __future__ import annotations

import threading

import psutil


class Memory:
    """Watches the memory of this process's descendants."""

    def __enter__(self) -> Memory:
        self.largest = self.all = 0
        self.ended = threading.Event()
        self.watcher = threading.Thread(target=self.watch)
        self.watcher.start()
        return self

    def watch(self) -> None:
        while not self.ended.wait(0.2):
            sizes = []
            for process in psutil.Process().children(recursive=True):
                try:
                    sizes.append(process.memory_full_info())
                except psutil.Error:  # it has just ended
                    continue
            self.largest = max([self.largest, *(size.rss for size in sizes)])
            # Pages that processes share count once.
            self.all = max(self.all, sum(getattr(size, "pss", size.rss) for size in sizes))

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self.watcher.join()
