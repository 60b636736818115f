// Package hiltest is what "works" means for the drivers under hil, and what their tests need: RunPort checks a serial
// port against a Line, which is a pair of ends; PTY makes one from a pseudo-terminal, Socat one from two of them, and
// Bench takes the pair of real or tty0tty ports that FORECOURT_SERIAL_PAIR names ("/dev/ttyUSB0,/dev/ttyUSB1").
//
// A pseudo-terminal shows bytes, deadlines, hang-ups, exclusive use and the asked baud rate. It cannot show pacing,
// parity, framing, breaks, modem lines or direction: those run on Bench only, and their absence is logged.
package hiltest
