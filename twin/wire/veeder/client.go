package veeder

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// The client's habits. Options and Config override the first three.
const (
	replyTimeout = 5 * time.Second // until a reply begins (C)
	gapTimeout   = 2 * time.Second // between two pieces of one (C)
	tries        = 2               // of a command (C)
	maxQueue     = 64              // commands that wait
	listenGrace  = time.Millisecond
)

// request is a command on its way.
type request struct {
	code  code
	bytes []byte
}

// client is the asking end. It has one timer, which is the time-out of the reply that is awaited.
type client struct {
	out      wire.Out
	listener wire.Listener // nil where the Out is none
	codec    codec
	cfg      Config

	timeout, gap, turnAround time.Duration
	tries                    int

	queue []request // the first one is under way where asked is not 0
	asked int       // times
	wake  clock.Instant
	cut   cutter
	bad   bool // something damaged was heard since the last try
}

func newClient(o wire.Options, cfg Config, out wire.Out) (*client, error) {
	c := &client{
		out: out, codec: cfg.codec(o), cfg: cfg, timeout: o.ReplyTimeout, gap: cfg.GapTimeout, turnAround: o.TurnAround,
		tries: cfg.Tries, wake: clock.Never,
	}
	if c.timeout < 0 || c.gap < 0 || c.turnAround < 0 || c.tries < 0 {
		return nil, fmt.Errorf("veeder: a negative number in the options")
	}
	if len(cfg.Security) != 0 && len(cfg.Security) != codeLen || !isText(cfg.Security) {
		return nil, fmt.Errorf("veeder: the security code does not have six characters")
	}
	c.listener, _ = out.(wire.Listener)
	if c.timeout == 0 {
		c.timeout = replyTimeout
	}
	if c.gap == 0 {
		c.gap = gapTimeout
	}
	if c.tries == 0 {
		c.tries = tries
	}
	return c, nil
}

// Start does nothing: a client speaks when it is told to.
func (c *client) Start(clock.Instant) {}

// Do queues an Ask or a Set about a device, 0 for all.
func (c *client) Do(at clock.Instant, device byte, n wire.Noun) error {
	q := request{code: code{device: device}}
	var value Value
	switch n := n.(type) {
	case Ask:
		q.code.function, q.code.format = n.Function, n.Format
	case Set:
		q.code.function, q.code.format, q.code.set, value = n.Function, n.Format, true, n.Value
	default:
		return fmt.Errorf("veeder: a client cannot send %T", n)
	}
	info, known := functions[q.code.function]
	switch {
	case q.code.function > 0xFFF || device > 99 || q.code.format > Display:
		return fmt.Errorf("veeder: there is no function %s of device %d in format %d", q.code.function, device, q.code.format)
	case q.code.function == ShortInventory && (device != 0 || q.code.set):
		return fmt.Errorf("veeder: the short form is about all tanks")
	case q.code.set && !known:
		return fmt.Errorf("veeder: function %s cannot be set", q.code.function)
	case len(c.queue) >= maxQueue:
		return fmt.Errorf("veeder: %d commands wait already", maxQueue)
	}
	if q.code.function == ShortInventory {
		q.code.format = Display
	}
	b, err := c.encode(q.code, info, value)
	if err != nil {
		return err
	}
	q.bytes = b
	c.queue = append(c.queue, q)
	if c.asked == 0 {
		c.ask(at)
	}
	return nil
}

// encode writes a command. A text that is shorter than it may be ends with CR; the short form too; anything else with the
// configured terminator, which is none by default: on a half-duplex bus it would meet the answer.
func (c *client) encode(k code, info functionInfo, v Value) ([]byte, error) {
	b := append([]byte{soh}, c.cfg.Security...)
	b = append(b, k.String()...)
	if k.set {
		if err := info.fits(v); err != nil {
			return nil, err
		}
		var err error
		if b, err = c.codec.appendSet(b, info, k.format, v); err != nil {
			return nil, err
		}
	}
	text, short := v.(Text)
	if short = short && len(text) < info.count; (short || k.function == ShortInventory) && c.cfg.Terminator == "" {
		return append(b, cr), nil
	}
	return append(b, c.cfg.Terminator...), nil
}

// ask sends the first command of the queue.
func (c *client) ask(at clock.Instant) {
	c.asked++
	c.bad = false
	c.cut.reset()
	c.out.Say(c.turnAround, c.queue[0].bytes)
	c.wakeAt(at.Add(c.turnAround + c.timeout))
}

func (c *client) wakeAt(at clock.Instant) {
	c.wake = at
	c.out.WakeAt(at)
}

// Hear takes replies, whole or in pieces.
func (c *client) Hear(h wire.Chunk) {
	if h.Marks&badMarks != 0 {
		c.cut.reset()
		c.bad = true
		c.out.Fault(newFault(h.Bytes, defect{0, markReason(h.Marks)}))
		return
	}
	for _, b := range h.Bytes {
		reply, tooLong := c.cut.take(b)
		switch {
		case tooLong:
			c.bad = true
			c.out.Fault(newFault(reply[:64], defect{64, fmt.Sprintf("a reply of more than %d characters", MaxReply)}))
		case reply != nil:
			c.answer(h.Last, reply)
		}
	}
	if c.asked > 0 && c.cut.inside {
		c.wakeAt(h.Last.Add(c.gap))
	}
}

// answer takes a whole reply.
func (c *client) answer(at clock.Instant, b []byte) {
	r, is, wrong := c.codec.parseReport(b)
	switch {
	case c.asked == 0:
		c.out.Fault(newFault(b, defect{0, "a reply to nothing"}))
	case wrong.reason != "":
		c.bad = true
		c.out.Fault(newFault(b, wrong))
		c.again(at)
	case !is:
		c.fail(at, NotUnderstood)
	case r.code() != c.queue[0].code:
		c.out.Fault(newFault(b, defect{1, fmt.Sprintf("a reply to %s, not to %s", r.code(), c.queue[0].code)}))
	default:
		c.out.Heard(r.Device, r)
		c.done(at)
	}
}

// again repeats a command, or gives it up.
func (c *client) again(at clock.Instant) {
	switch {
	case c.asked < c.tries:
		c.ask(at)
	case c.bad:
		c.fail(at, Damaged)
	default:
		c.fail(at, NoAnswer)
	}
}

func (c *client) fail(at clock.Instant, why Reason) {
	k := c.queue[0].code
	c.out.Heard(k.device, Failed{k.function, k.device, k.set, why})
	c.done(at)
}

// done goes on with the next command.
func (c *client) done(at clock.Instant) {
	c.queue = slices.Delete(c.queue, 0, 1)
	c.asked = 0
	if len(c.queue) > 0 {
		c.ask(at)
		return
	}
	c.wakeAt(clock.Never)
}

// Wake gives up a reply, unless it is arriving.
func (c *client) Wake(at clock.Instant) {
	if at < c.wake {
		c.out.WakeAt(c.wake)
		return
	}
	if c.asked == 0 {
		return
	}
	if c.listener != nil {
		if until, yes := c.listener.Arriving(); yes {
			c.wakeAt(max(until, at).Add(listenGrace))
			return
		}
	}
	if c.cut.inside {
		c.bad = true
		c.out.Fault(newFault(c.cut.buf[:min(len(c.cut.buf), 256)], defect{len(c.cut.buf), "a reply broke off"}))
	}
	c.again(at)
}
