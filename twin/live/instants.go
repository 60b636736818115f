package live

import "github.com/forecourt/forecourt/twin/clock"

// instants is a heap of instants, the earliest first.
type instants []clock.Instant

// first returns the earliest; clock.Never where there is none.
func (h instants) first() clock.Instant {
	if len(h) == 0 {
		return clock.Never
	}
	return h[0]
}

func (h *instants) add(at clock.Instant) {
	*h = append(*h, at)
	s := *h
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if s[up] <= s[i] {
			return
		}
		s[up], s[i] = s[i], s[up]
		i = up
	}
}

// drop takes the earliest away.
func (h *instants) drop() {
	s := *h
	last := len(s) - 1
	s[0] = s[last]
	*h = s[:last]
	s = s[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(s); child++ {
			if s[child] < s[least] {
				least = child
			}
		}
		if least == i {
			return
		}
		s[i], s[least] = s[least], s[i]
		i = least
	}
}
