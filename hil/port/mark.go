package port

import "github.com/forecourt/forecourt/twin/wire"

// run is a part of what was read that has the same marks. A run with marks is one byte.
type run struct {
	from, to int
	marks    wire.Mark
}

// marks undoes what the kernel does to the bytes of a line under PARMRK: FF 00 X is a byte X that was received badly,
// FF 00 00 may be a break, FF FF is a good FF. The codes may be split between reads.
type marks struct {
	parity bool // the line has a parity bit
	seen   int  // bytes of an unfinished code
}

// decode appends the bytes to plain and their runs to runs.
func (m *marks) decode(plain []byte, runs []run, b []byte) ([]byte, []run) {
	for _, c := range b {
		switch {
		case m.seen == 0 && c == 0xFF:
			m.seen = 1
		case m.seen == 1 && c == 0:
			m.seen = 2
		case m.seen == 2:
			m.seen = 0
			plain, runs = add(plain, runs, c, m.bad(c))
		case m.seen == 1 && c != 0xFF: // no kernel does this; nothing is lost
			m.seen = 0
			plain, runs = add(plain, runs, 0xFF, 0)
			plain, runs = add(plain, runs, c, 0)
		default:
			m.seen = 0
			plain, runs = add(plain, runs, c, 0)
		}
	}
	return plain, runs
}

func (m *marks) bad(c byte) wire.Mark {
	switch {
	case c == 0:
		return wire.Break
	case m.parity:
		return wire.ParityError
	}
	return wire.FramingError
}

func add(plain []byte, runs []run, c byte, mark wire.Mark) ([]byte, []run) {
	at := len(plain)
	return append(plain, c), extend(runs, at, mark)
}

// extend lets the byte at an index belong to the last run, or begins a new one.
func extend(runs []run, at int, mark wire.Mark) []run {
	if n := len(runs); n > 0 && mark == 0 && runs[n-1].marks == 0 && runs[n-1].to == at {
		runs[n-1].to = at + 1
		return runs
	}
	return append(runs, run{at, at + 1, mark})
}
