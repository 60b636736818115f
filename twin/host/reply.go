package host

import (
	"sort"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// from is where a message came from and its answer goes to.
type from struct {
	port machine.Port
	tpdu iso8583.TPDU
}

// reply is an answer that waits for its latency to pass. The machine keeps it, not the stream, which would hold back a
// fast answer behind a slow one; a power cut loses it, as it would.
type reply struct {
	due   clock.Instant
	port  machine.Port
	frame []byte
}

// say queues an answer.
func (h *Host) say(env *machine.Env, to from, a iso8583.Message) {
	b, err := iso8583.Encode(a)
	if err != nil {
		env.Fault(err)
		return
	}
	var t *iso8583.TPDU
	if h.config.TPDU {
		swapped := to.tpdu.Swap()
		t = &swapped
	}
	frame, err := iso8583.AppendFrame(nil, t, b)
	if err != nil {
		env.Fault(err)
		return
	}
	due := env.Now().Add(h.config.Latency.Span(env.Chance()))
	at := sort.Search(len(h.replies), func(i int) bool { return h.replies[i].due > due })
	h.replies = append(h.replies, reply{})
	copy(h.replies[at+1:], h.replies[at:])
	h.replies[at] = reply{due, to.port, frame}
	env.Set(replyTimer, h.replies[0].due)
}

// Wake sends the answers that are due.
func (h *Host) Wake(env *machine.Env, _ machine.Timer) {
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
