package tap

import (
	"bytes"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

const (
	replyWithin  = 150 * time.Millisecond // an answer begins by then, a slow adapter included
	silentAfter  = 3                      // questions without an answer
	maxAddresses = 256
)

// Address is what is known of one address on the line.
type Address struct {
	Address    string `json:"address"` // as the dialect writes it; empty where it has none
	Asked      int    `json:"asked"`
	Answered   int    `json:"answered"`
	Unanswered int    `json:"unanswered"`
	Said       int    `json:"said"` // frames from there
	Retries    int    `json:"retries"`
	IsSilent   bool   `json:"silent"` // the last questions have not been answered

	streak       int
	question     []byte // the last one
	questionOpen bool   // it has not been answered
	repeats      int
	contents     []byte // the last frame from there
}

// talk follows a conversation.
type talk struct {
	addresses map[string]*Address
	order     []*Address
	shortest  int // bytes of the shortest frame so far
	longest   int
	open      *Address // who was asked last, and has not answered
	asked     clock.Instant
	notice    func(at clock.Instant, text string)
}

func newTalk(notice func(clock.Instant, string)) *talk {
	return &talk{addresses: map[string]*Address{}, shortest: maxPending, notice: notice}
}

// addressOf takes the address from the words: two hexadecimal digits and an h.
func addressOf(words string) string {
	isHex := func(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }
	if len(words) >= 3 && isHex(words[0]) && isHex(words[1]) && words[2] == 'h' && (len(words) == 3 || words[3] == ' ') {
		return words[:3]
	}
	return ""
}

func (t *talk) address(name string) *Address {
	a := t.addresses[name]
	if a == nil {
		a = &Address{Address: name}
		if len(t.order) < maxAddresses {
			t.addresses[name] = a
			t.order = append(t.order, a)
		}
	}
	return a
}

// take decides who said a frame, and counts. again is how many times it was said before without an answer, or with one
// where it is the contents of an answer.
func (t *talk) take(p *piece) (side wire.Direction, a *Address, again int) {
	isEither := p.readings[0].ok && p.readings[1].ok
	switch {
	case p.side != unknown:
		side = wire.Direction(p.side)
	case !isEither:
		if p.readings[wire.FromDispenser].ok {
			side = wire.FromDispenser
		}
	default:
		side = t.side(p)
	}
	a = t.who(p, side)
	isShort := t.isShort(len(p.bytes))
	if side == wire.FromDispenser {
		return side, a, t.answer(a, p, isShort)
	}
	t.giveUp(p.begin)
	if isEither && isShort {
		return side, a, 0
	}
	return side, a, t.question(a, p, isShort)
}

// who is the address of a frame. An answer without one is from whom was asked.
func (t *talk) who(p *piece, side wire.Direction) *Address {
	name := addressOf(p.readings[side].words)
	if name == "" && side == wire.FromDispenser && t.open != nil && p.begin.Sub(t.asked) <= replyWithin {
		return t.open
	}
	return t.address(name)
}

// isShort says that a frame has no contents, such as a poll or an ACK: none is shorter, and there are longer ones.
func (t *talk) isShort(n int) bool {
	t.shortest, t.longest = min(t.shortest, n), max(t.longest, n)
	return n <= minFrame || n <= t.shortest && n < t.longest
}

// side decides about a frame that may be from either end.
func (t *talk) side(p *piece) wire.Direction {
	a := t.who(p, wire.FromDispenser)
	if t.open == a && p.begin.Sub(t.asked) <= replyWithin && !bytes.Equal(a.question, p.bytes) {
		return wire.FromDispenser
	}
	return wire.FromController
}

func (t *talk) question(a *Address, p *piece, isShort bool) (again int) {
	if a.questionOpen && !isShort && bytes.Equal(a.question, p.bytes) {
		a.repeats++
		a.Retries++
	} else {
		a.repeats = 0
	}
	a.Asked++
	a.question, a.questionOpen = append(a.question[:0], p.bytes...), true
	t.open, t.asked = a, p.end
	return a.repeats
}

func (t *talk) answer(a *Address, p *piece, isShort bool) (again int) {
	if t.open == a {
		a.Answered++
		t.open = nil
	} else {
		t.giveUp(p.begin)
	}
	if a.IsSilent {
		t.notice(p.begin, name(a)+" answers again")
	}
	a.streak, a.IsSilent, a.questionOpen = 0, false, false
	a.Said++
	if isShort {
		return 0
	}
	if bytes.Equal(a.contents, p.bytes) {
		again = 1
	}
	a.contents = append(a.contents[:0], p.bytes...)
	return again
}

// giveUp counts a question as not answered.
func (t *talk) giveUp(at clock.Instant) {
	a := t.open
	if a == nil {
		return
	}
	t.open = nil
	a.Unanswered++
	if a.streak++; a.streak == silentAfter {
		a.IsSilent = true
		t.notice(at, fmt.Sprintf("%s is silent: %d questions without an answer", name(a), a.streak))
	}
}

// idle gives up a question that has waited too long.
func (t *talk) idle(at clock.Instant) {
	if at.Sub(t.asked) > replyWithin {
		t.giveUp(at)
	}
}

func name(a *Address) string {
	if a.Address == "" {
		return "the line"
	}
	return a.Address
}
