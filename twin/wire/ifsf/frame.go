package ifsf

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// Subnets, the first byte of a logical node address (A).
const (
	Dispensers  = 1
	Controllers = 2
)

// Node is the logical address of a device: its subnet and its number there, 1 to 127.
type Node struct{ Subnet, Number byte }

// String prints "02/01".
func (n Node) String() string { return fmt.Sprintf("%02X/%02X", n.Subnet, n.Number) }

func (n Node) valid() bool { return n.Subnet > 0 && n.Number > 0 && n.Number < 128 }

// kind is the message type, bits 7 to 5 of M_St (A).
type kind byte

const (
	read           kind = 0
	answer         kind = 1
	write          kind = 2
	unsolicitedACK kind = 3 // to be acknowledged
	unsolicited    kind = 4
	ack            kind = 7
)

const (
	headLen   = 8  // LNAR LNAO MC M_St M_Lg
	tokenMask = 31 // bits 4 to 0 of M_St
	// maxMessage bounds what is kept of a message. The largest we know of is below 300 bytes; 16 bits of M_Lg would let a
	// stream that is out of step swallow a minute of conversation (C: reasoning).
	maxMessage = 4096
	// maxAddress is the longest database address.
	maxAddress = 8
	// patience is how long the rest of a message may take; what comes later is read as if out of step (C: reasoning).
	patience = 3 * time.Second
)

// begin appends a message up to its database address; seal it when its data are in.
func begin(dst []byte, to, from Node, k kind, token byte, db address) []byte {
	dst = append(dst, to.Subnet, to.Number, from.Subnet, from.Number, 0, byte(k)<<5|token&tokenMask, 0, 0)
	return db.append(dst)
}

// seal writes M_Lg of the message that began at start.
func seal(b []byte, start int) []byte {
	binary.BigEndian.PutUint16(b[start+6:], uint16(len(b)-start-headLen))
	return b
}

// defect says what is wrong with a message; the zero one says nothing is.
type defect struct {
	offset int
	reason string
}

// message is one that was opened; its slices lie in what was heard.
type message struct {
	raw      []byte
	to, from Node
	code     byte // MC
	kind     kind
	token    byte
	where    []byte // DB_Ad_Lg and the address
	db       address
	known    bool // db is an address that the application has
	at       int  // where body begins
	body     []byte
}

// open reads the head and the database address.
func open(raw []byte) (m message, wrong defect) {
	m = message{
		raw: raw, to: Node{raw[0], raw[1]}, from: Node{raw[2], raw[3]}, code: raw[4], kind: kind(raw[5] >> 5),
		token: raw[5] & tokenMask, at: len(raw),
	}
	if len(raw) <= headLen {
		return m, defect{len(raw), "no database address"}
	}
	n := int(raw[headLen])
	if n < 1 || n > maxAddress || headLen+1+n > len(raw) {
		return m, defect{headLen, "DB_Ad_Lg is not 1 to 8, or reaches past the end"}
	}
	m.at = headLen + 1 + n
	m.where = raw[headLen:m.at]
	m.db, m.known = readAddress(m.where[1:])
	m.body = raw[m.at:]
	return m, defect{}
}

// nextItem cuts the first Data_Id Data_Lg Data off a body; false when Data_Lg reaches past its end. Data_Lg 255 is
// followed by a length of two bytes (B).
func nextItem(b []byte) (id byte, data, rest []byte, ok bool) {
	if len(b) < 2 {
		return 0, nil, nil, false
	}
	at, n := 2, int(b[1])
	if n == 255 {
		if len(b) < 4 {
			return 0, nil, nil, false
		}
		at, n = 4, int(binary.BigEndian.Uint16(b[2:]))
	}
	if len(b) < at+n {
		return 0, nil, nil, false
	}
	return b[0], b[at : at+n], b[at+n:], true
}

func appendItem(dst []byte, id byte, data ...byte) []byte {
	if len(data) < 255 {
		dst = append(dst, id, byte(len(data)))
	} else {
		dst = append(dst, id, 255, byte(len(data)>>8), byte(len(data)))
	}
	return append(dst, data...)
}

// whole checks that items fill the body exactly.
func (m *message) whole() defect {
	at := m.at
	for rest := m.body; len(rest) > 0; {
		_, _, after, ok := nextItem(rest)
		if !ok {
			return defect{at, "Data_Lg reaches past the end of the message"}
		}
		at += len(rest) - len(after)
		rest = after
	}
	return defect{}
}

// parser cuts messages out of a stream, wherever segments begin and end. M_Lg is all that holds the stream together, so
// after a head that cannot be one it is out of step, and looks for a head that is addressed to its own node.
type parser struct {
	own   Node
	held  []byte // a message that has begun
	done  bool   // held was handed out
	lost  bool   // out of step
	began clock.Instant
	now   clock.Instant
}

// start says when the bytes to come began; it reports a message that broke off.
func (p *parser) start(at clock.Instant) (broken []byte) {
	p.now = at
	if len(p.held) > 0 && !p.done && !p.lost && at.Sub(p.began) > patience {
		broken, p.done, p.lost = p.held, true, true
	}
	return broken
}

// take cuts one message off b; got is nil when more must come. It is valid until the next call. The defect says, once,
// that the stream is out of step at bad.
func (p *parser) take(b []byte) (got, rest, bad []byte, wrong defect) {
	if p.done {
		p.held, p.done = p.held[:0], false
	}
	for {
		need := headLen
		if p.lost {
			need += 2
		}
		if len(p.held) == 0 {
			p.began = p.now
		}
		window := b
		if len(p.held) > 0 || len(b) < need {
			n := min(max(need-len(p.held), 0), len(b))
			p.held, b = append(p.held, b[:n]...), b[n:]
			if window = p.held; len(window) < need {
				return nil, b, bad, wrong
			}
		}
		if why := p.implausible(window); why.reason != "" {
			if !p.lost {
				p.lost, wrong, bad = true, why, append([]byte(nil), window[:headLen]...)
			}
			if len(p.held) > 0 {
				p.held = p.held[:copy(p.held, p.held[1:])]
			} else {
				b = b[1:]
			}
			continue
		}
		p.lost = false
		total := headLen + int(binary.BigEndian.Uint16(window[6:]))
		if len(p.held) == 0 && len(b) >= total {
			return b[:total], b[total:], bad, wrong
		}
		n := min(total-len(p.held), len(b))
		p.held, b = append(p.held, b[:n]...), b[n:]
		if len(p.held) < total {
			return nil, b, bad, wrong
		}
		p.done = true
		return p.held[:total], b, bad, wrong
	}
}

// implausible says why a window is no head. Out of step, more is asked of it.
func (p *parser) implausible(w []byte) defect {
	to, from := Node{w[0], w[1]}, Node{w[2], w[3]}
	n := int(binary.BigEndian.Uint16(w[6:]))
	switch k := kind(w[5] >> 5); {
	case !to.valid():
		return defect{0, "LNAR that is no node"}
	case !from.valid():
		return defect{2, "LNAO that is no node"}
	case w[4] > 2:
		return defect{4, "MC that does not exist"}
	case k == 5 || k == 6:
		return defect{5, "message type that does not exist"}
	case headLen+n > maxMessage:
		return defect{6, "longer than any message"}
	}
	if p.lost && (to != p.own || w[4] != 0 || n < 2 || w[headLen] < 1 || w[headLen] > maxAddress || n <= int(w[headLen])) {
		return defect{0, "no message to this node"}
	}
	return defect{}
}
