package line

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Faults of a bus are data: catalogue.go says what there is and what recovery each promises, Planned places one. strike.go
// is what happens to a frame, outage.go a line that carries nothing for a span, talk.go those who talk out of turn.

// Fault is the name of what can happen to a bus.
type Fault string

// The faults. The first ones happen to a frame, the others to the line for a span.
const (
	Flip      Fault = "flip"
	Drop      Fault = "drop"
	DropByte  Fault = "drop-byte"
	ExtraByte Fault = "extra-byte"
	Truncate  Fault = "truncate"
	Duplicate Fault = "duplicate"
	Delay     Fault = "delay"
	Stale     Fault = "stale-reply"
	Echo      Fault = "echo"

	Babble       Fault = "babble"
	Break        Fault = "break"
	Cut          Fault = "cut"
	SecondMaster Fault = "second-master"
)

// Planned is a fault and its place. A frame is one that an end of the bus says; what faults make is not counted. A place
// that is a state of a device is an instant: whoever plans the fault waits for the state's event and plans it then.
type Planned struct {
	Fault Fault
	// Frame is the number of the frame among those that From and Match let through; 1 is the next one that begins, and so is 0. A fault
	// of the line begins when its frame has ended, and at once where no place is given.
	Frame uint64
	// To makes Frame a range, from which whoever has a seed draws before the bus is asked.
	To    uint64
	From  string        // frames of this end; empty: of any. For a babble it is who talks; empty: a stranger
	Match Mask          // frames that begin so
	After time.Duration // no frame that begins before this has passed
	// For is how long a fault of the line lasts. With it, a fault of a frame strikes every frame of the kind for so long,
	// from the first one on.
	For time.Duration

	Byte  int // of the frame; taken modulo its length
	Bit   int // 0 to 7
	Delay time.Duration
	Bytes []byte        // what is said or added
	Every time.Duration // how often it is said; 0: without a pause
	// Struck is called once, when the fault first strikes; it must only note it. It may be nil.
	Struck func(at clock.Instant)
}

// String says the fault and its place: "flip at frame 3, byte 2, bit 5".
func (p Planned) String() string {
	var b strings.Builder
	b.WriteString(string(p.Fault))
	switch {
	case p.To > p.Frame:
		fmt.Fprintf(&b, " at frame %d to %d", p.Frame, p.To)
	case p.Frame > 0:
		fmt.Fprintf(&b, " at frame %d", p.Frame)
	}
	if p.From != "" {
		b.WriteString(" from " + p.From)
	}
	if len(p.Match) > 0 {
		b.WriteString(" that begins " + p.Match.String())
	}
	for _, s := range []struct {
		word string
		span time.Duration
	}{{"after", p.After}, {"for", p.For}, {"late by", p.Delay}, {"every", p.Every}} {
		if s.span > 0 {
			fmt.Fprintf(&b, ", %s %s", s.word, unit.FormatDuration(s.span))
		}
	}
	info := Info(p.Fault)
	if slices.Contains(info.Keys, "byte") {
		fmt.Fprintf(&b, ", byte %d", p.Byte)
	}
	if slices.Contains(info.Keys, "bit") {
		fmt.Fprintf(&b, ", bit %d", p.Bit)
	}
	if len(p.Bytes) > 0 {
		fmt.Fprintf(&b, ", % X", p.Bytes)
	}
	return b.String()
}

// faults is what is planned for a bus and what goes on.
type faults struct {
	next    uint64 // from this frame on a look is needed; 0: at every frame
	names   func(end int) string
	plan    []armed
	waiting []armed  // faults of the line that begin at an instant
	hits    []armed  // those that strike the frame at hand
	said    [][]byte // by end: its last frame, while a stale reply is planned
	spare   []byte
	outages []outage
	talks   []talk
	planned int
}

// armed is a planned fault with its place worked out.
type armed struct {
	Planned
	exact   bool   // it is placed by the number alone
	count   uint64 // the frame's number, or how many frames that fit are to come
	speaker int    // whose frames; nobody: anyone's
	talker  int    // who babbles
	since   clock.Instant
	until   clock.Instant // it has struck, and strikes on until then
}

// nobody is no end of a bus.
const nobody = -1

// stranger is the end from which those speak who do not belong on the bus.
func (b *Bus) stranger() int { return len(b.ears) }

// Call gives the ends of the bus the names by which faults are placed.
func (b *Bus) Call(names func(end int) string) { b.faults.names = names }

// Planned counts the faults planned so far.
func (b *Bus) Planned() int { return b.faults.planned }

// Plan adds faults, counted from the next frame. Its error says what is missing; then none is added.
func (b *Bus) Plan(plan ...Planned) error {
	now := b.now()
	b.Touch(now)
	all := make([]armed, 0, len(plan))
	for _, p := range plan {
		a, err := b.arm(p, now)
		if err != nil {
			return err
		}
		all = append(all, a)
	}
	f := &b.faults
	f.planned += len(all)
	for i := range all {
		switch a := &all[i]; {
		case !Info(a.Fault).OfLine || a.Frame > 0 || len(a.Match) > 0 || a.speaker != nobody:
			f.plan = append(f.plan, *a)
		case a.After > 0:
			f.waiting = append(f.waiting, *a)
			b.put(nobody, a.since, nil, alarm, 0)
		default:
			b.begin(a)
		}
	}
	f.rearm()
	return nil
}

// arm works out the place of a fault.
func (b *Bus) arm(p Planned, now clock.Instant) (armed, error) {
	a := armed{Planned: p, count: max(p.Frame, 1), speaker: nobody, talker: b.stranger(), since: now.Add(p.After)}
	if err := p.check(); err != nil {
		return a, err
	}
	if p.From != "" {
		end := b.named(p.From)
		switch {
		case end == nobody:
			return a, fmt.Errorf("%s: there is no %s on this bus", p.Fault, p.From)
		case p.Fault == Babble:
			a.talker = end
		default:
			a.speaker = end
		}
	}
	a.Bytes = slices.Clone(p.Bytes)
	if len(a.Bytes) == 0 {
		a.Bytes = Info(p.Fault).bytes
	}
	a.exact = a.speaker == nobody && len(p.Match) == 0 && p.After == 0 && p.Fault != Stale && (p.For == 0 || Info(p.Fault).OfLine)
	if a.exact {
		a.count += b.frames + b.begun()
	}
	return a, nil
}

// begun counts the frames that are being said and will have a number.
func (b *Bus) begun() (n uint64) {
	now := b.now()
	for _, i := range b.pending {
		if p := &b.pool[i]; p.first < now && p.odd&(late|made|alarm) == 0 {
			n++
		}
	}
	return n
}

func (b *Bus) named(name string) int {
	for end := range b.ears {
		if b.faults.names != nil && b.faults.names(end) == name {
			return end
		}
	}
	return nobody
}

// rearm works out when a look is needed.
func (f *faults) rearm() {
	f.next = math.MaxUint64
	for i := range f.plan {
		if !f.plan[i].exact {
			f.next = 0
			return
		}
		f.next = min(f.next, f.plan[i].count)
	}
	if len(f.outages) > 0 {
		f.next = 0
	}
}
