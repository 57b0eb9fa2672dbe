# Takes memory in ways that no list shows: mappings, threads' stacks, strings joined. 0 points.
import mmap
import threading
def to_celsius(fahrenheit):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 2**24))
        kept[-1].write(b"x" * 2**24)
def warmest(days):
    threading.stack_size(2**28)
    threads = [threading.Thread(target=threading.Event().wait) for _ in range(1000)]
    for thread in threads: thread.start()
    return "x" * 2**33
