package udc

import "github.com/forecourt/forecourt/twin/wire"

// defect says what is wrong with a message; the zero one says nothing is.
type defect struct {
	offset int // in the bytes as they travelled
	reason string
}

// newFault says what is wrong with raw, of which it keeps a copy.
func newFault(raw []byte, d defect) *wire.FrameError {
	return &wire.FrameError{Dialect: Name, Offset: min(d.offset, len(raw)), Reason: d.reason, Raw: append([]byte(nil), raw...)}
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
