package wiretest

import (
	"math/bits"

	"github.com/forecourt/forecourt/twin/wire"
)

// flip sends one byte through a receiver while one bit of it is turned over: bit 0 is the start bit, then the data from
// the least significant one, the parity bit where there is one, and the stop bits.
func flip(s wire.Settings, b byte, bit int) (byte, wire.Mark) {
	switch {
	case bit == 0:
		return b, wire.FramingError // the start bit is missed
	case bit <= s.DataBits:
		turned := b ^ 1<<(bit-1)
		return turned, parityMark(s, turned, parityBit(s, b))
	case bit == s.DataBits+1 && s.Parity != wire.NoParity:
		return b, parityMark(s, b, parityBit(s, b)^1)
	}
	return b, wire.FramingError
}

// parityBit is what a sender adds to a byte.
func parityBit(s wire.Settings, b byte) int {
	ones := bits.OnesCount8(b) & 1
	if s.Parity == wire.OddParity {
		return ones ^ 1
	}
	return ones
}

func parityMark(s wire.Settings, b byte, parity int) wire.Mark {
	if s.Parity != wire.NoParity && parityBit(s, b) != parity {
		return wire.ParityError
	}
	return 0
}
