package emv

import (
	"errors"
	"math/bits"
)

// ErrSpent says that a PIN pad has used every key that its initial key gives: it needs a new one.
var ErrSpent = errors.New("emv: the PIN pad's keys are used up")

// mostCounter is the last count that a pad may reach: ten ones from the top.
const mostCounter = (1<<counterOnes - 1) << (counterBits - counterOnes)

// Next returns the pad's keys for its next transaction: the counter goes up, past the counts of more than ten ones, which
// a pad never uses (X9.24-1; K). The error is ErrSpent.
func (d DUKPT) Next() (DUKPT, error) {
	for n := d.Counter() + 1; n <= mostCounter; n++ {
		if over := bits.OnesCount32(n) - counterOnes; over > 0 {
			n += n&-n - 1 // no count is usable before the lowest one is carried on
			continue
		}
		return d.at(n), nil
	}
	return d, ErrSpent
}

// at sets the counter.
func (d DUKPT) at(counter uint32) DUKPT {
	d.Serial[7] = d.Serial[7]&^0x1F | byte(counter>>16)
	d.Serial[8], d.Serial[9] = byte(counter>>8), byte(counter)
	return d
}

// Spent returns the same pad with its last key used.
func (d DUKPT) Spent() DUKPT { return d.at(mostCounter) }
