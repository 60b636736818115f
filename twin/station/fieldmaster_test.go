package station

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// fieldMaster is a controller as they are met in the field (facts: pump-protocols.md section 1.4): its TX# is always 0,
// it acknowledges with C0h whatever the block's number, and it polls once more before it acknowledges. It polls one pump
// every 215 ms (section 1.5) and knows nothing but bytes.
type fieldMaster struct {
	address  byte
	outbox   [][]byte // transactions to send, one block a turn
	owes     bool     // a block was heard and not acknowledged
	polled   bool     // the pump was polled again since
	turn     bool     // the last thing said was a poll
	last     []byte   // the block before
	statuses []byte
	filling  []byte // data of the last DC2
	nozzle   byte   // NOZIO of the last DC3
	naks     int
}

func (m *fieldMaster) Wake(env *machine.Env, t machine.Timer) {
	env.After(t, 215*time.Millisecond)
	switch {
	case m.owes && m.polled:
		m.owes, m.polled = false, false
		env.Say(0, 0, []byte{m.address, 0xC0, 0xFA})
	case len(m.outbox) > 0 && !m.owes && m.turn: // a poll stands between two blocks
		m.turn = false
		env.Say(0, 0, m.block(m.outbox[0]))
	default:
		m.polled, m.turn = m.owes, true
		env.Say(0, 0, []byte{m.address, 0x20, 0xFA})
	}
}

// block frames transactions: CRC and stop flag, with FAh stuffed.
func (m *fieldMaster) block(data []byte) []byte {
	b := append([]byte{m.address, 0x30}, data...)
	crc := frame.CRC16(b)
	b = append(b, byte(crc), byte(crc>>8))
	out := b[:2:2]
	for _, c := range b[2:] {
		if c == 0xFA {
			out = append(out, 0x10)
		}
		out = append(out, c)
	}
	return append(out, 0x03, 0xFA)
}

func (m *fieldMaster) Sense(env *machine.Env, s forecourt.Stimulus) {
	if _, ok := s.(forecourt.PowerOn); ok {
		env.After(0, time.Millisecond)
	}
}

func (m *fieldMaster) Hear(_ *machine.Env, _ machine.Port, c wire.Chunk) {
	b := c.Bytes
	if len(b) < 3 || b[0] != m.address {
		return
	}
	switch b[1] & 0xF0 {
	case 0xC0:
		m.outbox = m.outbox[1:]
	case 0x50:
		m.naks++
	case 0x30:
		m.owes = true
		if !slices.Equal(b, m.last) { // the second poll brings the same block again
			m.read(b[2 : len(b)-4])
		}
		m.last = slices.Clone(b)
	}
}

func (m *fieldMaster) read(b []byte) {
	b = []byte(strings.ReplaceAll(string(b), "\x10\xFA", "\xFA"))
	for len(b) >= 2 && len(b) >= 2+int(b[1]) {
		data := b[2 : 2+b[1]]
		switch b[0] {
		case 0x01:
			if n := len(m.statuses); n == 0 || m.statuses[n-1] != data[0] {
				m.statuses = append(m.statuses, data[0])
			}
		case 0x02:
			m.filling = slices.Clone(data)
		case 0x03:
			m.nozzle = data[3]
		}
		b = b[2+b[1]:]
	}
}

func TestAFieldMasterCompletesASale(t *testing.T) {
	plan := kiosk(t)
	master := forecourt.Role{Kind: "field-master"}
	s, err := Build(Options{Plan: plan, Seed: 1, Outside: []forecourt.Role{ControllerRole}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	m := &fieldMaster{address: 0x50}
	s.Loop().Add(master, m, 1)
	s.Loop().JoinBus(s.Bus(1), loop.Socket{Role: master, Port: 0})

	// The order of a production master: prices, then reset and authorise, twice over.
	reset, authorise := []byte{0x01, 0x01, 0x05}, []byte{0x01, 0x01, 0x06}
	m.outbox = [][]byte{{0x05, 0x06, 0x00, 0x17, 0x99, 0x00, 0x18, 0x59}, reset, authorise, reset, authorise}
	point := forecourt.PointRole(1)
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		f.Sleep(10 * time.Second)
		must(t, s.Do(point, forecourt.LiftNozzle{Nozzle: 1}))
		f.Sleep(3 * time.Second)
		must(t, s.Do(point, forecourt.Squeeze{Until: unit.Indicated{Count: 1000, Decimals: 2, Unit: unit.L}}))
		f.Sleep(40 * time.Second)
		must(t, s.Do(point, forecourt.HangNozzle{}))
		f.Sleep(10 * time.Second)
		m.outbox = append(m.outbox, []byte{0x01, 0x01, 0x04}) // return filling information
	})
	if err := s.Loop().Run(clock.Epoch.Add(80 * time.Second)); err != nil {
		t.Fatal(err)
	}
	// Not programmed, then completed once prices are there, then the sale: reset, authorised, filling, completed.
	if got := fmt.Sprintf("% x", m.statuses); got != "00 05 01 02 04 05" {
		t.Errorf("statuses %s", got)
	}
	if got := hex.EncodeToString(m.filling); got != "00001000"+"00001799" {
		t.Errorf("filling information %s, want 10.00 L for 17.99", got)
	}
	if m.nozzle != 0x00 && m.nozzle != 0x01 {
		t.Errorf("nozzle %02x after it was hung", m.nozzle)
	}
	if m.naks > 0 || len(m.outbox) > 0 {
		t.Errorf("%d refusals, %d blocks unsent", m.naks, len(m.outbox))
	}
	s.Loop().CheckInvariants()
	for _, i := range s.Loop().Tallies() {
		for _, v := range i.Violations {
			t.Errorf("%s: %v", i.Name, v.Err)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}
