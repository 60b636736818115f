package udc

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// frameGap ends a message that broke off. A computer's serial driver may hand bytes over up to 16 ms late.
const frameGap = 20 * time.Millisecond

// headRaw is an address and a command as they travel.
const headRaw = 4

// maxRaw is the longest request as it travels.
const maxRaw = headRaw + 2*mostData

// appendDouble appends bytes, each with its complement.
func appendDouble(dst []byte, b ...byte) []byte {
	for _, x := range b {
		dst = append(dst, x, ^x)
	}
	return dst
}

// appendHalf appends every first byte of the pairs.
func appendHalf(dst, raw []byte) []byte {
	for i := 0; i+1 < len(raw); i += 2 {
		dst = append(dst, raw[i])
	}
	return dst
}

// parser finds requests in what is heard, whatever the chunks are. See doc.go for its rule.
type parser struct {
	buf  [maxRaw]byte
	n    int
	last clock.Instant
	bad  [maxRaw]byte // what was given up
}

func (p *parser) idle() bool { return p.n == 0 }

func (p *parser) reset() { p.n = 0 }

// begin notes when bytes arrive, and drops and returns a message that broke off before them.
func (p *parser) begin(first, last clock.Instant) (broken []byte) {
	if p.n > 0 && first.Sub(p.last) > frameGap {
		if p.n >= headRaw {
			broken = p.buf[:p.n]
		}
		p.reset()
	}
	p.last = last
	return broken
}

// take consumes bytes up to the end of one request, or up to a defect in one. msg is valid until the next call; it is nil
// when b ends first.
func (p *parser) take(b []byte) (msg, rest []byte, wrong defect) {
	if n := wholeRequest(b); n > 0 && p.n == 0 {
		return b[:n], b[n:], defect{}
	}
	for i, x := range b {
		p.buf[p.n] = x
		p.n++
		switch {
		case p.n <= headRaw:
			msg, wrong = p.hunt()
		case p.n&1 == 0 && p.buf[p.n-1] != ^p.buf[p.n-2]:
			msg, wrong = p.damaged()
		}
		if wrong.reason != "" {
			return msg, b[i+1:], wrong
		}
		if n := p.length(); n > 0 && p.n == n {
			p.n = 0
			return p.buf[:n], b[i+1:], defect{}
		}
	}
	return nil, nil, defect{}
}

// wholeRequest is how long the request is that b begins with, when all of it is there and good; else 0. It is the way of
// nearly all requests, which come in one piece.
func wholeRequest(b []byte) int {
	if len(b) < headRaw || !isPoint(b[0]) && !isAux(b[0]) {
		return 0
	}
	data, known := dataLen(b[0], b[2])
	n := headRaw + 2*data
	if !known || len(b) < n {
		return 0
	}
	for i := 0; i < n; i += 2 {
		if b[i+1] != ^b[i] {
			return 0
		}
	}
	return n
}

// length is how long the request will be; 0 until its head is there.
func (p *parser) length() int {
	if p.n < headRaw {
		return 0
	}
	n, _ := dataLen(p.buf[0], p.buf[2])
	return headRaw + 2*n
}

// damaged gives up a request, and searches on from the pair that disagrees.
func (p *parser) damaged() (msg []byte, wrong defect) {
	n := copy(p.bad[:], p.buf[:p.n])
	p.n = copy(p.buf[:], p.bad[n-2:n])
	for p.n > 0 && !p.begins() {
		p.drop()
	}
	return p.bad[:n], defect{n - 1, "byte and complement disagree"}
}

// hunt drops bytes from the front until what is left can begin a request. It tells of a command that is not known behind
// a good address; what looks so because an answer ended with F0 is none.
func (p *parser) hunt() (msg []byte, wrong defect) {
	for p.n > 0 && !p.begins() {
		if p.n == 3 && p.buf[1] == ^p.buf[0] && !isPoint(p.buf[2]) && !isAux(p.buf[2]) {
			msg, wrong = p.bad[:copy(p.bad[:], p.buf[:3])], defect{2, "a command that is not known"}
		}
		p.drop()
	}
	return msg, wrong
}

func (p *parser) drop() { p.n = copy(p.buf[:], p.buf[1:p.n]) }

func (p *parser) begins() bool {
	b := &p.buf
	if !isPoint(b[0]) && !isAux(b[0]) || p.n > 1 && b[1] != ^b[0] {
		return false
	}
	if p.n > 2 {
		if _, known := dataLen(b[0], b[2]); !known {
			return false
		}
	}
	return p.n < headRaw || b[3] == ^b[2]
}
