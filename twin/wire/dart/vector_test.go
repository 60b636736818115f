package dart

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// TestVectorsEncode encodes again what was decoded: the same bytes, but for the short form of totals and for bits of
// NOZIO that have no meaning, which the second stuffing vector has set.
func TestVectorsEncode(t *testing.T) {
	c, err := newCodec(fc)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors(t) {
		var scratch [maxBlock]byte
		b, wrong := openBlock(v.Bytes, &scratch)
		if wrong.reason != "" {
			t.Errorf("%s: %v", v, wrong)
			continue
		}
		if got := appendBlock(nil, v.Bytes[0], b.tx, b.payload); !bytes.Equal(got, v.Bytes) {
			t.Errorf("%s: framed % X", v, got)
		}
		var again []byte
		var p point
		for rest := b.payload; len(rest) > 0; {
			trans, data, after, _ := nextUnit(rest)
			rest = after
			if v.FromController {
				cmd, _ := c.readCommand(trans, data)
				again, err = c.appendCommand(again, cmd)
			} else if trans == transStatus {
				p.hear(data[0])
				again, err = c.appendReport(again, forecourt.StatusReport{Status: p.status()})
			} else {
				r, _ := c.readReport(trans, data)
				again, err = c.appendReport(again, r)
			}
			if err != nil {
				t.Fatalf("%s: %v", v, err)
			}
		}
		lossy := bytes.Contains(b.payload, []byte{transTotals, 6}) || bytes.HasSuffix(b.payload, []byte{0x49})
		if !lossy && !bytes.Equal(again, b.payload) {
			t.Errorf("%s: encoded % X", v, again)
		}
	}
}

func TestVectorsDescribe(t *testing.T) {
	for _, v := range vectors(t) {
		d := wire.FromDispenser
		if v.FromController {
			d = wire.FromController
		}
		said, err := New().Describe(d, v.Bytes, fc)
		if err != nil || bytes.Contains([]byte(said), []byte("not known")) {
			t.Errorf("%s: %s, %v", v, said, err)
		}
	}
}

// TestVectorsTyped are frames typed by hand in a source's comments; their check sums are wrong.
func TestVectorsTyped(t *testing.T) {
	for _, body := range [][]byte{
		{0x51, 0x35, 0x01, 0x01, 0x05, 0xDA, 0xCB}, {0x50, 0x33, 0x65, 0x01, 0x02, 0x62, 0xC6},
		{0x50, 0x32, 0x65, 0x01, 0x01, 0x23, 0x3B},
	} {
		b := append(body, etx, sf)
		d := open(t, wire.Dispenser, at(fc, b[0]))
		if said := d.hear(b...); said != nil || len(d.Heards) > 0 || len(d.Faults) != 1 {
			t.Errorf("% X: said % X, heard %v, faults %v", b, said, d.Nouns(), d.Faults)
		}
	}
}

// TestVectorsTurned turns over each bit of each vector, without any mark: the check sum alone must refuse it.
func TestVectorsTurned(t *testing.T) {
	for _, v := range vectors(t) {
		for i := range 8 * len(v.Bytes) {
			b := append([]byte(nil), v.Bytes...)
			b[i/8] ^= 1 << (i % 8)
			d := open(t, wire.Dispenser, at(fc, v.Bytes[0]))
			if said := d.hear(b...); said != nil || len(d.Heards) > 0 {
				t.Fatalf("% X: said % X, heard %v", b, said, d.Nouns())
			}
			m := open(t, wire.Controller, at(fc, v.Bytes[0]))
			if said := m.hear(b...); said != nil || len(m.Heards) > 0 {
				t.Fatalf("% X: the master said % X, heard %v", b, said, m.Nouns())
			}
		}
	}
}

// TestVectorsHeard lets the real frames of pumps be heard by a controller.
func TestVectorsHeard(t *testing.T) {
	peso := func(n int64) unit.Money { return unit.Money{Minor: n * 100, Currency: "COP"} }
	pesos := func(n int64) unit.Price { return unit.Price{E4: n * 10_000, Currency: "COP"} }
	st := func(s forecourt.State) wire.Noun { return forecourt.StatusReport{Status: forecourt.Status{State: s}} }
	total := func(n int64) wire.Noun {
		return forecourt.TotalsReport{Nozzle: 1, Totals: forecourt.Totals{Volume: litres(n, 3)}}
	}
	out := func(price int64) wire.Noun {
		return forecourt.NozzleReport{Nozzle: 1, Out: true, Price: pesos(price)}
	}
	want := map[byte][]wire.Noun{
		0x50: {
			out(2180), forecourt.FillingReport{Volume: litres(0, 3), Amount: peso(0)}, st(forecourt.Started), out(2180),
			st(forecourt.Fuelling), out(2180),
			forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle, Ended: true}},
			forecourt.NozzleReport{Nozzle: 1, Price: pesos(2180)}, total(10634),
		},
		0x51: {
			st(forecourt.Calling), st(forecourt.Started), st(forecourt.Started), out(8123),
			st(forecourt.Fuelling), out(8123), forecourt.FillingReport{Volume: litres(428, 3), Amount: peso(3477)}, out(8123),
			out(8123), total(426633),
		},
	}
	for address, file := range map[byte]string{0x50: "sale-cap", 0x51: "pump-fc"} {
		m := open(t, wire.Controller, at(fc, address))
		m.hear(address, ctrlEOT, sf) // it is reachable
		m.Heards = nil
		for _, v := range entries(t, file) {
			if v.FromController {
				continue
			}
			for polled := false; !polled; { // acknowledge what it sends until it polls
				m.now = max(m.now, m.WokeAt)
				m.Wake(m.now)
				last := m.Said[len(m.Said)-1].Bytes
				if polled = last[1] == ctrlPoll; !polled {
					m.hear(address, ctrlACK|last[1]&0x0F, sf)
					polled = m.Said[len(m.Said)-1].Bytes[1] == ctrlPoll
				}
			}
			if said := m.hear(v.Bytes...); len(said) < 3 || said[1] != ctrlACK|v.Bytes[1]&0x0F {
				t.Errorf("%s: answered % X", v, said)
			}
		}
		if diff := cmp.Diff(want[address], m.heard()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// TestVectorsSplit hands the vectors over whole, in bytes and in one run: what a session does is the same.
func TestVectorsSplit(t *testing.T) {
	var run []byte
	for _, v := range vectors(t) {
		run = append(run, v.Bytes...)
		run = append(run, v.Bytes[0], ctrlPoll, sf)
	}
	for _, end := range New().Ends() {
		var whole wiretest.Recorder
		for size := 1; size <= len(run); size += 7 {
			var r wiretest.Recorder
			s, err := seen.Open(end, at(fc, 0x50), &r)
			if err != nil {
				t.Fatal(err)
			}
			s.Start(clock.Epoch)
			for b := run; len(b) > 0; {
				n := min(size, len(b))
				s.Hear(wire.Chunk{Bytes: b[:n], First: clock.Epoch, Last: clock.Epoch})
				b = b[n:]
			}
			if size == 1 {
				whole = r
			} else if diff := cmp.Diff(whole, r); diff != "" {
				t.Fatalf("%s, pieces of %d (-bytes +pieces):\n%s", end, size, diff)
			}
		}
	}
}
