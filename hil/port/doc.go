// Package port opens real serial lines. It is the only importer of tarm/serial, which opens the device and gives it its
// first settings; everything after that goes through a second, non-blocking descriptor of the same line, which Go's
// poller watches. That is what hides the library's faults:
//
//	tarm/serial                                        here
//	time-outs in steps of 100 ms, at most 25.5 s       a context: its deadline, its end, or both
//	a time-out and a hang-up are both io.EOF           context.DeadlineExceeded and ErrHungUp, which stays
//	Close waits for a Read, perhaps for ever           Close ends it, and is itself bounded
//	a Read holds a thread                              none is held
//	a Write nobody reads blocks for ever               Config.WriteWithin, then ErrStuck
//	5787 baud is refused                               any rate: termios2 with BOTHER
//	a byte with bad parity comes as if it were good    INPCK and PARMRK, decoded into wire.Mark
//	two programs open one port                         TIOCEXCL, and flock, which binds root too
//	no direction control                               by the adapter, by RTS, or by the kernel (TIOCSRS485)
//
// # Chunks and their instants
//
// Read returns runs of bytes. A byte with a mark comes in a chunk of its own. Last is when the bytes were handed over
// by the kernel; First is reckoned back from it at the line's speed and never lies before the chunk before. Both are
// late by what the adapter holds back: Latency tells it where the kernel knows it, and above 1 ms it is a warning,
// because 16 ms, an FTDI adapter's default, is longer than many a protocol's turn-around.
//
// The kernel does not tell a parity error from a framing error: with a parity bit both are wire.ParityError, without one
// wire.FramingError. A zero byte with either is told from a break by nothing; it is wire.Break.
//
// # Direction
//
// With ByRTS the driver is switched off when tcdrain returns, which on a plain UART is up to a few milliseconds late;
// a pump that answers sooner is cut. ByKernel is exact and should be preferred where the driver has it. The kernel
// raises RTS for a moment when a port is opened; nothing can be done about that from here. With Config.Listen the port
// never transmits: RTS is lowered at once, or raised where RTSLow says so, and Write is refused.
//
// # What a pseudo-terminal cannot do
//
// It has no speed (bytes arrive at once), keeps no parity bit and 8 data bits only, has no break, no modem lines and no
// RS-485 mode, and counts written bytes as sent. Open accepts it with a warning, so that software can be tried on one.
// Parity, framing, break, pacing and direction are shown on a bench with hil/hiltest on real ports. RFC 2217 is left
// out. Other systems than Linux compile, and Open says that they are not served.
package port
