package udc

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// reply gathers the bytes of one answer. After a damaged pair or a bad mark nothing more of it counts.
type reply struct {
	buf     [2 * (2*totalSize + 1)]byte
	n, want int
	void    bool
	last    clock.Instant
}

func (r *reply) begin(want int) { r.n, r.want, r.void = 0, want, false }

// take returns the whole answer as it travelled, or what is wrong with it.
func (r *reply) take(c wire.Chunk) (raw []byte, wrong defect) {
	if r.void {
		return nil, defect{}
	}
	if r.n > 0 && c.First.Sub(r.last) > frameGap {
		r.void = true
		return r.buf[:r.n], defect{r.n, "answer broke off"}
	}
	r.last = c.Last
	if c.Marks&badMarks != 0 {
		r.void = true
		return c.Bytes, defect{0, markReason(c.Marks)}
	}
	for _, x := range c.Bytes {
		r.buf[r.n] = x
		r.n++
		if r.n&1 == 0 && x != ^r.buf[r.n-2] {
			r.void = true
			return r.buf[:r.n], defect{r.n - 1, "byte and complement disagree"}
		}
		if r.n == r.want {
			return r.buf[:r.n], defect{} // what follows belongs to nothing
		}
	}
	return nil, defect{}
}
