# Says without end that functions were entered. 0 points.
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
    while True: send(b"E", b"to_celsius")
warmest = to_celsius
