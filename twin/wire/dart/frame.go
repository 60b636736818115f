package dart

import (
	"bytes"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// Control bytes (confidence A but IAP, B: named in the specification, never seen). The low nibble is the TX# in DATA,
// NAK, ACK and ACKPOLL.
const (
	etx = 0x03
	dle = frame.DLE
	sf  = frame.StopFlag

	ctrlPoll    = 0x20
	ctrlData    = 0x30
	ctrlIAP     = 0x40
	ctrlNAK     = 0x50
	ctrlEOT     = 0x70
	ctrlACK     = 0xC0
	ctrlACKPoll = 0xE0
)

const (
	maxBlock  = 256 // bytes of a block as it travels, with control and stuffing (B)
	blockHead = 2   // ADR CTRL
	blockTail = 4   // CRC-lo CRC-hi ETX SF
)

// appendBlock appends a DATA frame: the check sum covers ADR to the last data byte, before stuffing, low byte first.
func appendBlock(dst []byte, address, tx byte, payload []byte) []byte {
	head := [blockHead]byte{address, ctrlData | tx}
	crc := frame.AddCRC16(frame.CRC16(head[:]), payload)
	check := [2]byte{byte(crc), byte(crc >> 8)}
	dst = append(dst, head[:]...)
	dst = frame.AppendStuffed(dst, payload)
	dst = frame.AppendStuffed(dst, check[:])
	return append(dst, etx, sf)
}

// travels is the most bytes a block with this payload can take on the line: both check bytes may need stuffing.
func travels(payload []byte) int { return blockHead + frame.StuffedLen(payload) + 2 + blockTail }

// defect says what is wrong with a frame; the zero one says nothing is.
type defect struct {
	offset int // in the frame without stuffing
	reason string
}

// block is an opened DATA frame.
type block struct {
	tx      byte
	check   uint16
	payload []byte // without stuffing; valid until the next frame
}

// openBlock checks a DATA frame as it travelled. The payload lies in raw, or in scratch where raw is stuffed.
func openBlock(raw []byte, scratch *[maxBlock]byte) (block, defect) {
	plain := raw[:len(raw)-1]
	if bytes.IndexByte(plain, sf) >= 0 {
		plain = frame.AppendUnstuffed(scratch[:0], plain)
	}
	n := len(plain)
	if n < blockHead+blockTail-1 {
		return block{}, defect{n, "DATA frame too short"}
	}
	if plain[n-1] != etx {
		return block{}, defect{n - 1, "no ETX before the stop flag"}
	}
	if frame.CRC16(plain[:n-1]) != 0 {
		return block{}, defect{n - 3, "CRC does not match"}
	}
	check := uint16(plain[n-3]) | uint16(plain[n-2])<<8
	return block{tx: plain[1] & 0x0F, check: check, payload: plain[blockHead : n-3]}, defect{}
}

// rawOffset turns an offset in the frame without stuffing into one in the bytes that travelled.
func rawOffset(raw []byte, plain int) int {
	at := 0
	for ; plain > 0 && at < len(raw); plain-- {
		if raw[at] == dle && at+2 < len(raw) && raw[at+1] == sf {
			at++
		}
		at++
	}
	return at
}

// frameGap ends a frame that broke off. No gaps are allowed between characters (B), but a computer's serial driver
// may hand bytes over up to 16 ms late.
const frameGap = 20_000_000

// parser cuts what is heard into frames, whatever the chunks are.
type parser struct {
	buf  []byte // of maxBlock bytes; nil until a frame comes in parts
	n    int    // bytes of the frame so far; more than maxBlock when it is too long
	prev byte   // the last byte of the frame so far
	void bool   // a bad byte was in the frame: nothing counts until its end
	last clock.Instant
}

func (p *parser) idle() bool { return p.n == 0 && !p.void }

func (p *parser) reset() { p.n, p.prev, p.void = 0, 0, false }

// begin notes when bytes arrive, and drops and returns a frame that broke off before them.
func (p *parser) begin(first, last clock.Instant) (broken []byte) {
	if !p.idle() && first.Sub(p.last) > frameGap {
		if !p.void {
			broken = p.buf[:min(p.n, maxBlock)]
		}
		p.reset()
	}
	p.last = last
	return broken
}

// grow takes one byte that begins a frame or goes on with it, where that is all it does: it does not end one, and nothing
// broke off or was spoilt before it. Else it takes nothing.
func (p *parser) grow(b byte, first, last clock.Instant) bool {
	if p.void || b == sf && p.prev != dle || p.n >= maxBlock || p.n > 0 && first.Sub(p.last) > frameGap {
		return false
	}
	p.room()
	p.buf[p.n] = b
	p.n++
	p.prev, p.last = b, last
	return true
}

// over takes a byte that ends a frame of somebody else's, which is nobody's business here.
func (p *parser) over(mine, b byte, first, last clock.Instant) bool {
	if p.void || b != sf || p.prev == dle || p.n == 0 || p.buf[0] == mine || first.Sub(p.last) > frameGap {
		return false
	}
	p.reset()
	p.last = last
	return true
}

// take consumes bytes up to the end of one frame. got is nil when b ends first, or when the frame was void; a frame
// that is too long comes cut to maxBlock bytes.
func (p *parser) take(b []byte) (got, rest []byte, tooLong bool) {
	from := 0
	for {
		i := bytes.IndexByte(b[from:], sf)
		if i < 0 {
			p.store(b)
			return nil, nil, false
		}
		i += from
		prev := p.prev
		if i > 0 {
			prev = b[i-1]
		}
		from = i + 1
		if prev != dle {
			break
		}
	}
	got, rest = b[:from], b[from:]
	if p.n > 0 && !p.void {
		p.store(got)
		tooLong = p.n > maxBlock
		got = p.buf[:min(p.n, maxBlock)]
	}
	if p.void {
		got = nil
	}
	p.reset()
	if len(got) > maxBlock {
		got, tooLong = got[:maxBlock], true
	}
	return got, rest, tooLong
}

// room makes room for a frame that comes in parts.
func (p *parser) room() {
	if p.buf == nil {
		p.buf = make([]byte, maxBlock)
	}
}

func (p *parser) store(b []byte) {
	if len(b) == 0 {
		return
	}
	p.prev = b[len(b)-1]
	if p.room(); p.n < maxBlock {
		copy(p.buf[p.n:], b)
	}
	p.n = min(p.n+len(b), maxBlock+1)
}

// owner is the address of the frame that b goes on with or begins; 0 when that cannot be told.
func (p *parser) owner(b []byte) byte {
	switch {
	case p.void || len(b) == 0:
		return 0
	case p.n > 0:
		return p.buf[0]
	}
	return b[0]
}

// spoil takes a chunk with a bad byte in it. The frame is void to its end; where the chunk is a run that ends in a stop
// flag that end has come, but a lone stop flag may itself be the bad byte, so only the next one, or a gap, ends it.
func (p *parser) spoil(b []byte) {
	p.reset()
	n := len(b)
	p.void = n < 2 || b[n-1] != sf || b[n-2] == dle
	if n > 0 {
		p.prev = b[n-1]
	}
	if !p.void {
		p.prev = 0
	}
}
