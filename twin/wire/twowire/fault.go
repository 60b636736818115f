package twowire

import "github.com/forecourt/forecourt/twin/wire"

// Name is the dialect's name.
const Name = "twowire"

// newFault says what is wrong with raw, of which it keeps a copy.
func newFault(raw []byte, d defect) *wire.FrameError {
	return &wire.FrameError{Dialect: Name, Offset: d.offset, Reason: d.reason, Raw: append([]byte(nil), raw...)}
}

const badMarks = wire.ParityError | wire.FramingError | wire.Break | wire.Collision

// markReason names the worst mark.
func markReason(m wire.Mark) string {
	switch {
	case m&wire.Collision != 0:
		return "collision"
	case m&wire.Break != 0:
		return "break"
	case m&wire.FramingError != 0:
		return "framing error"
	}
	return "parity error"
}
