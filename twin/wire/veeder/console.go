package veeder

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Pacing makes a console as slow as a real one. The zero Pacing answers at once, in one write.
type Pacing struct {
	// Think is the time before a reply; none: a console takes none.
	Think chance.Distribution
	// Line paces the output like a serial port with these settings, in slices, so that ESC can stop it. It may be set on
	// a serial line too: no byte is later for it.
	Line wire.Settings
	// Chance draws the time; without it, it is the middle of what Think can be.
	Chance *chance.Source
}

// RealPacing is a console at 9600 baud that thinks 150 to 750 ms (design default).
func RealPacing(c *chance.Source) Pacing {
	return Pacing{Think: chance.Uniform(int64(150*time.Millisecond), int64(750*time.Millisecond)), Line: usual, Chance: c}
}

func (p *Pacing) think() time.Duration {
	if p.Chance == nil {
		least, most := p.Think.Bounds()
		return time.Duration((least + most) / 2)
	}
	return p.Think.Span(p.Chance)
}

// The console's habits.
const (
	stacked     = 128             // characters that wait while the console is busy (B)
	slice       = 64              // characters of a paced reply that are written at once
	abandonsSet = 5 * time.Second // without a character of a command that has begun (C)
)

// console is the answering end.
type console struct {
	out    wire.Out
	codec  codec
	layout Layout
	source Source
	pacing Pacing

	reader  reader
	heardAt clock.Instant

	waiting [stacked]byte
	waits   int
	lost    int // characters that found no room since the console was last free

	reply []byte // what is left of it
	busy  bool
	next  clock.Instant // of the next slice
}

func newConsole(o wire.Options, cfg Config, out wire.Out) (*console, error) {
	c := &console{out: out, codec: cfg.codec(o), layout: cfg.Layout, source: cfg.Source, pacing: cfg.Pacing}
	if c.source == nil {
		c.source, _ = out.(Source)
	}
	if c.source == nil {
		c.source = NewNothing()
	}
	if p := cfg.Pacing; p.Think.Check() != nil || p.Line.Baud < 0 {
		return nil, fmt.Errorf("veeder: a pacing that cannot be: %v", p.Think.Check())
	}
	return c, nil
}

// Start does nothing: a console speaks when it is asked.
func (c *console) Start(clock.Instant) {}

// Do refuses: a console answers from its Source and says nothing by itself.
func (c *console) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	return fmt.Errorf("veeder: a console cannot send %T by itself", n)
}

// securityCode returns what commands must begin with, empty where nothing.
func (c *console) securityCode() string {
	s := c.source.Setup()
	switch {
	case !s.Secured:
		return ""
	case len(s.Code) != codeLen:
		return "000000"
	}
	return s.Code
}

// Hear takes characters. Those with a mark spoil the command that they belong to.
func (c *console) Hear(h wire.Chunk) {
	c.heardAt = h.Last
	if h.Marks&badMarks != 0 {
		c.reader.state = noise
		c.out.Fault(newFault(h.Bytes, defect{0, markReason(h.Marks)}))
		return
	}
	for _, b := range h.Bytes {
		switch {
		case !c.busy:
			c.take(h.Last, b)
		case b == esc:
			c.stop(h.Last)
		case c.waits < stacked:
			c.waiting[c.waits] = b
			c.waits++
		default:
			if c.lost++; c.lost == 1 {
				c.out.Fault(newFault(nil, defect{0, "more than 128 characters are stacked"}))
			}
		}
	}
	c.arm()
}

// take reads one character while the console is free.
func (c *console) take(at clock.Instant, b byte) {
	if cmd, done := c.reader.take(b, c.securityCode()); done {
		c.obey(at, cmd)
	}
}

// obey answers a command, now or after thinking.
func (c *console) obey(at clock.Instant, cmd command) {
	reply := []byte("\x01" + unknownCode + "\x03")
	if !cmd.unknown {
		noun, ok := c.noun(cmd)
		if ok && cmd.code.set {
			if err := c.source.Set(at, cmd.code.function, cmd.code.device, noun.(Set).Value); err != nil {
				ok = false
			}
		}
		if r, there := answer(c.source, at, cmd.code); ok && there {
			reply = c.codec.appendReport(nil, &r, c.layout)
			c.out.Heard(cmd.code.device, noun)
		}
	}
	think := c.pacing.think()
	if think == 0 && c.pacing.Line.Baud == 0 {
		c.out.Say(0, reply)
		return
	}
	c.reply, c.busy, c.next = reply, true, at.Add(think)
}

// noun returns the command as a noun; false for a value that cannot be read or set.
func (c *console) noun(cmd command) (wire.Noun, bool) {
	k := cmd.code
	if !k.set {
		return Ask{k.function, k.format}, true
	}
	v, ok := c.codec.readSet(functions[k.function], k.format, cmd.data)
	return Set{k.function, k.format, v}, ok
}

// Wake writes the next slice of a reply, or gives up a command that was left unfinished.
func (c *console) Wake(at clock.Instant) {
	if c.busy && at >= c.next {
		n := len(c.reply)
		if c.pacing.Line.Baud > 0 {
			n = min(n, slice)
		}
		if n > 0 {
			c.out.Say(0, c.reply[:n])
			c.reply = c.reply[n:]
		}
		switch {
		case c.pacing.Line.Baud > 0 && n > 0:
			c.next = at.Add(c.pacing.Line.Span(n))
		default:
			c.free(at)
		}
	}
	if !c.busy && c.reader.unfinished() && at >= c.heardAt.Add(abandonsSet) {
		if cmd, done := c.reader.end(false); done {
			c.obey(at, cmd)
		}
	}
	c.arm()
}

// stop ends a reply in the middle, as ESC does.
func (c *console) stop(at clock.Instant) { c.free(at) }

// free takes what was stacked, until that makes the console busy again.
func (c *console) free(at clock.Instant) {
	c.reply, c.busy, c.lost = nil, false, 0
	n := c.waits
	for i := 0; i < n; i++ {
		c.take(at, c.waiting[i])
		if c.busy {
			c.waits = copy(c.waiting[:], c.waiting[i+1:n])
			return
		}
	}
	c.waits = 0
}

func (c *console) arm() {
	switch {
	case c.busy:
		c.out.WakeAt(c.next)
	case c.reader.unfinished():
		c.out.WakeAt(c.heardAt.Add(abandonsSet))
	default:
		c.out.WakeAt(clock.Never)
	}
}
