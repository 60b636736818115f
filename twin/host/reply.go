package host

import (
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// reply is an answer that waits for its latency to pass. The machine keeps it, not the stream, which would hold back a
// fast answer behind a slow one; a power cut loses it, as it would.
type reply struct {
	due   clock.Instant
	port  machine.Port
	frame []byte
}

// say queues an answer, so much later than the host itself would give it.
func (h *Host) say(env *machine.Env, to from, a iso8583.Message, later time.Duration) {
	var b []byte
	var err error
	if to.seal != nil {
		b, err = to.link.Profile.Seal(a, to.seal)
	} else {
		b, err = to.link.Profile.Encode(a)
	}
	if err != nil {
		env.Fault(err)
		return
	}
	frame, err := to.link.Framing.Append(nil, to.tpdu.Swap(), b)
	if err != nil {
		env.Fault(err)
		return
	}
	due := env.Now().Add(h.config.Latency.Span(env.Chance()) + later)
	at := sort.Search(len(h.replies), func(i int) bool { return h.replies[i].due > due })
	h.replies = append(h.replies, reply{})
	copy(h.replies[at+1:], h.replies[at:])
	h.replies[at] = reply{due, to.port, frame}
	env.Set(replyTimer, h.replies[0].due)
}

// Wake sends the answers that are due, or does what the calendar says.
func (h *Host) Wake(env *machine.Env, t machine.Timer) {
	if t == clockTimer {
		h.tick(env)
		return
	}
	n := 0
	for n < len(h.replies) && h.replies[n].due <= env.Now() {
		env.Say(h.replies[n].port, 0, h.replies[n].frame)
		n++
	}
	h.replies = append(h.replies[:0], h.replies[n:]...)
	if len(h.replies) > 0 {
		env.Set(replyTimer, h.replies[0].due)
	}
}
