package dart

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

const (
	maxTurnAround = 25 * time.Millisecond // a slave must begin its answer before (A)
	turnAround    = 2 * time.Millisecond
	// maxWaiting bounds what a dispenser keeps for a controller that does not poll.
	maxWaiting = 64 << 10
	// maxNAKs is how many refusals of one block make its sender begin again at TX# 0 (A).
	maxNAKs = 3
)

// dispenser is the slave's end. It speaks only when polled or sent a block.
type dispenser struct {
	out        wire.Out
	codec      codec
	address    byte
	isLenient  bool
	turnAround time.Duration

	eot, short [3]byte
	parser     parser
	scratch    [maxBlock]byte
	commands   []forecourt.Command // of the block being read

	seen   received
	polled bool // since the last block accepted

	waiting queue
	tx      byte   // of the block on its way, or of the next one
	payload []byte // of the block on its way
	block   []byte // as it travels; empty when none is on its way
	said    bool   // the block has been said at least once
	naks    int
	retired bool // the block was already begun again at TX# 0
}

func newDispenser(o wire.Options, c codec, out wire.Out) (*dispenser, error) {
	if len(o.Addresses) != 1 {
		return nil, fmt.Errorf("dart: %d addresses, a dispenser's end has one", len(o.Addresses))
	}
	if o.TurnAround < 0 || o.TurnAround >= maxTurnAround {
		return nil, fmt.Errorf("dart: turn-around %s, a slave answers within %s", o.TurnAround, maxTurnAround)
	}
	d := &dispenser{out: out, codec: c, address: o.Addresses[0], isLenient: o.Lenient, turnAround: o.TurnAround}
	if d.turnAround == 0 {
		d.turnAround = turnAround
	}
	d.eot = [3]byte{d.address, ctrlEOT, sf}
	d.short = [3]byte{d.address, ctrlACK, sf}
	return d, nil
}

// Start begins at TX# 0, as after a power cut. Reports queued before stay queued.
func (d *dispenser) Start(clock.Instant) {
	d.parser.reset()
	d.seen = received{}
	d.tx, d.naks, d.retired, d.said = 0, 0, false, false
	d.frameBlock()
}

// Wake does nothing: a slave has no timer.
func (d *dispenser) Wake(clock.Instant) {}

// Do queues a report for the next poll.
func (d *dispenser) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	if len(d.waiting.bytes) > maxWaiting {
		return fmt.Errorf("dart: %T refused: %d reports wait and no controller polls", n, len(d.waiting.items))
	}
	b, err := d.codec.appendReport(d.waiting.bytes, n)
	if err != nil {
		return err
	}
	d.waiting.push(b, 0, nil)
	return nil
}

// Hear answers what is for this address. The first lines are the hot path: on an idle bus nearly all that comes is a
// poll, for this address or another.
func (d *dispenser) Hear(c wire.Chunk) {
	b := c.Bytes
	if len(b) == 1 && c.Marks == 0 && (d.parser.grow(b[0], c.First, c.Last) || d.parser.over(d.address, b[0], c.First, c.Last)) {
		return
	}
	if len(b) == 3 && b[2] == sf && c.Marks == 0 && d.parser.idle() && b[0] != sf && b[1] != sf && b[1] != dle {
		if b[0] == d.address {
			d.hearShort(b)
		}
		return
	}
	if broken := d.parser.begin(c.First, c.Last); broken != nil && broken[0] == d.address {
		d.out.Fault(newFault(broken, defect{len(broken), "frame broke off"}))
	}
	if c.Marks&badMarks != 0 {
		if d.parser.owner(b) == d.address { // as far as can be told; else every pump of a bus would report it
			d.out.Fault(newFault(b, defect{0, markReason(c.Marks)}))
		}
		d.parser.spoil(b)
		return
	}
	for len(b) > 0 {
		var got []byte
		var tooLong bool
		got, b, tooLong = d.parser.take(b)
		if len(got) < 2 || got[0] != d.address {
			continue // not for us: no look at the check sum
		}
		switch {
		case tooLong:
			d.out.Fault(newFault(got, defect{maxBlock, "longer than 256 bytes"}))
		case len(got) == 3:
			d.hearShort(got)
		case got[1]&0xF0 == ctrlData:
			d.hearBlock(got)
		default:
			d.out.Fault(newFault(got, defect{1, "control byte that is none of DART's, or of another length"}))
		}
	}
}

func (d *dispenser) hearShort(b []byte) {
	switch ctrl := b[1]; {
	case ctrl == ctrlPoll:
		d.poll()
	case ctrl&0xF0 == ctrlACK:
		d.hearACK(ctrl & 0x0F)
	case ctrl&0xF0 == ctrlACKPoll:
		d.hearACK(ctrl & 0x0F)
		d.poll()
	case ctrl&0xF0 == ctrlNAK:
		d.hearNAK(ctrl & 0x0F)
	case ctrl&0xF0 == ctrlIAP:
		// Named by the specification and never seen; it asks for nothing that we know.
	default:
		d.out.Fault(newFault(b, defect{1, "control byte that no master sends"}))
	}
}

// poll says EOT, the block that was not acknowledged yet, or a new one.
func (d *dispenser) poll() {
	d.polled = true
	if len(d.block) == 0 {
		if len(d.waiting.items) == 0 {
			d.out.Say(d.turnAround, d.eot[:])
			return
		}
		d.payload = d.waiting.shift(d.payload[:0])
		d.frameBlock()
	}
	d.said = true
	d.out.Say(d.turnAround, d.block)
}

func (d *dispenser) frameBlock() {
	d.block = d.block[:0]
	if len(d.payload) > 0 {
		d.block = appendBlock(d.block, d.address, d.tx, d.payload)
	}
}

func (d *dispenser) hearACK(tx byte) {
	if !d.said || tx != d.tx && !(d.isLenient && tx == 0) {
		return
	}
	d.tx = nextTX(d.tx)
	d.drop()
}

func (d *dispenser) drop() {
	d.payload, d.block = d.payload[:0], d.block[:0]
	d.said, d.naks, d.retired = false, 0, false
}

// hearNAK counts. The block goes again at the next poll; after 3 refusals it goes as TX# 0, after 3 more it is given up,
// since a block that its controller cannot read would hold up all that comes after it (C: reasoning).
func (d *dispenser) hearNAK(tx byte) {
	if !d.said || tx != d.tx && !(d.isLenient && tx == 0) {
		return
	}
	if d.naks++; d.naks < maxNAKs {
		return
	}
	if d.retired {
		d.out.Fault(newFault(d.block, defect{0, "the controller refuses this block; it is given up"}))
		d.drop()
		return
	}
	d.naks, d.tx, d.retired = 0, 0, true
	d.frameBlock()
}

// hearBlock reads a block whole before any of it counts: a release must not be obeyed when the limit before it could
// not be read.
func (d *dispenser) hearBlock(raw []byte) {
	b, wrong := openBlock(raw, &d.scratch)
	if wrong.reason != "" {
		d.out.Fault(newFault(raw, wrong))
		return
	}
	rule := d.seen.strict(b)
	if d.isLenient {
		rule = d.seen.lenient(b, d.polled)
	}
	if rule == accept {
		if wrong = d.read(b.payload); wrong.reason != "" {
			d.out.Fault(newFault(raw, wrong))
			rule = reject
		}
	}
	if rule == reject {
		d.short[1] = ctrlNAK | b.tx
		d.out.Say(d.turnAround, d.short[:])
		return
	}
	d.short[1] = ctrlACK | b.tx
	d.out.Say(d.turnAround, d.short[:])
	if rule == duplicate {
		return
	}
	d.seen.took(b)
	d.polled = false
	for i, cmd := range d.commands {
		d.commands[i] = nil
		d.out.Heard(d.address, cmd)
	}
}

func (d *dispenser) read(payload []byte) defect {
	d.commands = d.commands[:0]
	for at, rest := blockHead, payload; len(rest) > 0; {
		trans, data, after, ok := nextUnit(rest)
		if !ok {
			return defect{at, "LNG reaches past the end of the block"}
		}
		cmd, reason := d.codec.readCommand(trans, data)
		if reason != "" {
			return defect{at, reason}
		}
		if cmd != nil {
			d.commands = append(d.commands, cmd)
		}
		at += 2 + len(data)
		rest = after
	}
	return defect{}
}
