package udc

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestConformance(t *testing.T) {
	for _, lenient := range []bool{false, true} {
		t.Run(fmt.Sprint("lenient ", lenient), func(t *testing.T) {
			p := profile()
			p.Options.Lenient = lenient
			wiretest.Run(t, p)
		})
	}
}

func profile() wiretest.Profile {
	return wiretest.Profile{
		Dialect:    seen,
		Options:    nozzles(at(hundredths, 0xF1), 2),
		MaxReply:   maxTurnAround,
		Settle:     time.Second,
		Given:      []wire.Noun{up(1), filling(1, 1), state(forecourt.Fuelling)},
		LastCounts: true,
		Own: func(n wire.Noun) bool {
			switch n.(type) {
			case forecourt.Reachable, forecourt.StatusReport, forecourt.NozzleReport:
				return true
			}
			return n == wire.Noun(filling(1, 1))
		},
		Command: func(i int) wire.Noun {
			return forecourt.SetPrices{Prices: []unit.Price{eurPerL(int64(i) + 1), eurPerL(1659)}}
		},
		Report:   func(i int) wire.Noun { return filling(int64(i)+2, int64(i)*2) },
		Commands: commands(),
		Reports:  reports(),
		Foreign: []wire.Noun{
			nil, 5, forecourt.Reachable{}, forecourt.Refused{}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{9}},
			forecourt.PresetVolume{Limit: litres(1, 3)}, forecourt.PresetVolume{Limit: litres(1_000_000, 2)},
			forecourt.PresetVolume{Limit: litres(999_999, 2)}, forecourt.PresetVolume{Limit: litres(-1, 2)},
			forecourt.PresetAmount{Limit: unit.Money{Minor: 5, Currency: "USD"}}, forecourt.PresetAmount{Limit: eur(500)}, // in mid-sale
			forecourt.SetPrices{}, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1)}}, forecourt.SelectLevel{Level: 2},
			forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(1)}, Credit: []unit.Price{eurPerL(1)}},
			forecourt.SetPrices{Prices: []unit.Price{eurPerL(10_000), eurPerL(1)}}, forecourt.ReturnTotals{},
			forecourt.ReturnTotals{Nozzle: 9}, forecourt.Authorise{}, // in mid-sale
			forecourt.SwitchOff{}, forecourt.SetOutput{}, forecourt.SetFillingType{}, forecourt.ReturnPrices{}, forecourt.ReturnParameters{},
			forecourt.FillingReport{Volume: unit.Indicated{Unit: unit.USGal, Decimals: 2}, Amount: eur(0)},
			filling(1_000_000, 1), forecourt.NozzleReport{Nozzle: 9, Price: eurPerL(1)}, forecourt.NozzleReport{Price: eurPerL(10_000)},
			forecourt.TotalsReport{}, forecourt.StatusReport{}, forecourt.IdentityReport{Type: 256}, forecourt.AlarmReport{},
			forecourt.PricesReport{}, forecourt.ParametersReport{},
		},
		Frames:  [][]byte{double(0xF1, askStatus), double(0xF1, doHalt), a5(0xF1, 1799, 0, 0), a3(0xF1, 1799, 1659)},
		Checked: [][]byte{double(0xF1, askStatus), double(0xF1, doHalt), a5(0xF1, 1799, 0, 0), a3(0xF1, 1799, 1659)},
	}
}

// a5 is an authorise with a price in mills, and limits in cents and centilitres.
func a5(address byte, price, cents, centilitres int64) []byte {
	c, _ := newCodec(hundredths)
	b, _ := c.appendPrice([]byte{address, doAuthorise, 5}, eurPerL(price))
	b, _ = c.appendLimits(b, limits{money: eur(cents), volume: litres(centilitres, 2)})
	return double(b...)
}

// a3 sets prices in mills.
func a3(address byte, mills ...int64) []byte {
	c, _ := newCodec(hundredths)
	var prices []unit.Price
	for _, n := range mills {
		prices = append(prices, eurPerL(n))
	}
	b, _ := c.appendPrices([]byte{aux(address), doPrices}, prices, nil)
	return double(b...)
}

func commands() []wiretest.Crossing {
	prices := forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}}
	both := forecourt.SetPrices{Prices: prices.Prices, Credit: []unit.Price{eurPerL(1849), eurPerL(1709)}}
	volume, money := forecourt.ReturnTotals{Nozzle: 2}, forecourt.ReturnTotals{Nozzle: 2, Amount: true}
	totals := []wire.Noun{
		state(forecourt.Idle),
		forecourt.TotalsReport{Nozzle: 2, Totals: forecourt.Totals{Volume: litres(1, 2)}},
		forecourt.TotalsReport{Nozzle: 2, IsAmount: true, Totals: forecourt.Totals{Amount: eur(1)}},
	}
	calling, idle := []wire.Noun{up(1), state(forecourt.Calling)}, []wire.Noun{state(forecourt.Idle)}
	selling := []wire.Noun{up(1), filling(10, 18), state(forecourt.Fuelling)}
	one := forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}
	all := []wiretest.Crossing{
		{Given: idle, Sent: []wire.Noun{prices}},
		{Given: idle, Sent: []wire.Noun{both}},
		{Given: calling, Sent: []wire.Noun{both, forecourt.SelectLevel{Level: forecourt.Credit}, one, forecourt.Authorise{}},
			Want: append([]wire.Noun{both, forecourt.SelectLevel{Level: forecourt.Credit}}, // the device goes on calling here
				slices.Repeat([]wire.Noun{one, forecourt.Authorise{}}, maxRefusals)...)},
		{Sent: []wire.Noun{prices}, Want: []wire.Noun{prices, prices}}, // the device stays inoperative here
		{Given: totals, Sent: []wire.Noun{volume}, Want: []wire.Noun{volume, money}},
		{Given: totals, Sent: []wire.Noun{money}, Want: []wire.Noun{volume, money}},
		{Given: idle, Sent: []wire.Noun{forecourt.ReturnIdentity{}}},
		{Given: idle, Sent: []wire.Noun{forecourt.ReturnStatus{}}, Want: []wire.Noun{}},
		{Given: idle, Sent: []wire.Noun{forecourt.ReturnFilling{}}, Want: []wire.Noun{}},
		{Given: selling, Sent: []wire.Noun{forecourt.Stop{}}, Want: []wire.Noun{forecourt.Suspend{}}},
		{Given: selling, Sent: []wire.Noun{forecourt.Suspend{}}},
		{Given: []wire.Noun{up(1), state(forecourt.Started)}, Sent: []wire.Noun{forecourt.Stop{}}},
		{Given: []wire.Noun{up(1), filling(10, 18), state(forecourt.SuspendedFuelling)}, Sent: []wire.Noun{forecourt.Resume{}}},
		{Given: idle, Sent: []wire.Noun{forecourt.Stop{}, forecourt.Resume{}, forecourt.Reset{}}, Want: []wire.Noun{}},
		{Given: []wire.Noun{over(forecourt.Idle)}, Sent: []wire.Noun{forecourt.Reset{}}},
	}
	// A device that does not answer a release goes on calling; A5 comes three times.
	for _, l := range []wire.Noun{forecourt.PresetAmount{Limit: eur(5000)}, forecourt.PresetVolume{Limit: litres(3250, 2)}, nil} {
		sent := slices.DeleteFunc([]wire.Noun{prices, one, l, forecourt.Authorise{}}, func(n wire.Noun) bool { return n == nil })
		want := slices.Concat(sent, sent[1:], sent[1:])
		all = append(all, wiretest.Crossing{Given: calling, Sent: sent, Want: want})
	}
	return all
}

// reports cross while the device's totals, prices and limits are not known to the controller.
func reports() []wiretest.Crossing {
	idle := []wire.Noun{state(forecourt.Idle)}
	out, in := up(2), down(2)
	unpriced := out
	unpriced.Price = eurPerL(0)
	// The first rest after silence is told as the end of a sale, since one may be waiting to be read.
	cross := func(given, sent []wire.Noun, want ...wire.Noun) wiretest.Crossing {
		return wiretest.Crossing{Given: given, Sent: sent, Want: want}
	}
	selling := []wire.Noun{state(forecourt.Idle), out, filling(0, 0), state(forecourt.Started), state(forecourt.Fuelling), filling(100, 180)}
	return []wiretest.Crossing{
		cross(idle, []wire.Noun{state(forecourt.Inoperative)}, state(forecourt.Inoperative)),
		cross(idle, []wire.Noun{state(forecourt.Closed)}, state(forecourt.Inoperative)),
		cross([]wire.Noun{out, state(forecourt.Calling)}, []wire.Noun{in, state(forecourt.Idle)}, in, over(forecourt.Idle)),
		cross(idle, []wire.Noun{out, state(forecourt.Calling)}, unpriced, over(forecourt.Calling)),
		cross(nil, []wire.Noun{out, state(forecourt.Calling)}, out, filling(0, 0), state(forecourt.Calling)),
		cross(idle, []wire.Noun{out, state(forecourt.Started)}, unpriced, state(forecourt.Started), out),
		cross(idle, []wire.Noun{out, state(forecourt.Fuelling), filling(100, 180)}, unpriced, state(forecourt.Fuelling), out, filling(100, 180)),
		cross(selling, []wire.Noun{filling(200, 360)}, filling(200, 360)),
		cross(selling, []wire.Noun{limitReached}, state(forecourt.SuspendedFuelling)), // it knows of no limit
		cross(selling, []wire.Noun{state(forecourt.SuspendedFuelling), forecourt.SuspendReport{}}, state(forecourt.SuspendedFuelling)),
		cross(idle, []wire.Noun{out, state(forecourt.SuspendedStarted)}, unpriced, state(forecourt.SuspendedStarted), out),
		cross(selling, []wire.Noun{over(forecourt.Calling)}, state(forecourt.SuspendedFuelling)),
		cross(selling, []wire.Noun{in, over(forecourt.Idle), filling(300, 540)}, in, filling(300, 540), over(forecourt.Idle)),
	}
}

func TestRegistered(t *testing.T) {
	d, ok := wire.Lookup("udc")
	if !ok || d.Name() != "udc" || len(d.Ports()) != 1 || d.Ports()[0].Settings.String() != "9600 8N1" {
		t.Errorf("udc is %v, %t", d, ok)
	}
	if len(d.Messages()) < 25 || d.Secrets([]byte{1}) != nil {
		t.Error("messages or secrets")
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, o := range map[string]wire.Options{
		"an address below F0h":   at(hundredths, 0xEF),
		"two addresses, or twin": at(hundredths, 0xF0, 0xF0),
		"decimals too fine":      {VolumeDecimals: 2, AmountDecimals: 3, Currency: "EUR"},
		"7 volume decimals":      {VolumeDecimals: 7, Currency: "EUR"},
		"5 price decimals":       {PriceDecimals: 5, Currency: "EUR"},
		"9 nozzles":              {Nozzles: 9},
		"a unit that is none":    {Unit: unit.ImpGal + 1},
	} {
		for _, end := range New().Ends() {
			if s, err := seen.Open(end, o, &wiretest.Recorder{}); err == nil || s != nil {
				t.Errorf("%s: %s opened", name, end)
			}
		}
	}
	late := at(hundredths, 0xF0)
	late.TurnAround = maxTurnAround + 1
	if _, err := seen.Open(wire.Dispenser, late, &wiretest.Recorder{}); err == nil {
		t.Error("a turn-around above 25 ms was taken")
	}
	if _, err := seen.Open(wire.POS, hundredths, &wiretest.Recorder{}); err == nil {
		t.Error("a POS end was opened")
	}
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		d    wire.Direction
		b    []byte
		want string
	}{
		{wire.FromController, double(0xF3, 0xA2), "F3h A2 status?"},
		{wire.FromController, double(0xF3, 0xA3, 0xC3, 0xA2), "F3h A3 halt; C3h A2 nozzle's return acknowledged"},
		{wire.FromController, double(0xF0, 0xA9, 0x42), "F0h A9 totals of nozzle 2?"},
		{wire.FromController, double(0xF0, 0xA9, 0x00), "F0h A9 totals of all nozzles?"},
		{wire.FromController, a5(0xF0, 1799, 0, 3250), "F0h A5 authorise at 1.799 EUR/L, at most 32.50 L, slow-flow offset 05"},
		{wire.FromController, a5(0xF0, 1799, 0, 0), "F0h A5 authorise at 1.799 EUR/L, no limit, slow-flow offset 05"},
		{wire.FromController, double(0xF0, 0xA6, 0x99, 0x17, 0, 0, 0, 0, 0, 0), "F0h A6 initialise with 1.799 EUR/L, 0.00 EUR, 0.00 L"},
		{wire.FromController, a3(0xF0, 1799), "C0h A3 prices [1.799 EUR/L]"},
		{wire.FromDispenser, double(0x20), "status 20 idle"},
		{wire.FromDispenser, double(0xB0), "B0 acknowledged"},
		{wire.FromDispenser, double(0x82), "82 (nozzle 2 on credit, or an identity)"},
		{wire.FromDispenser, double(0x99, 0x17, 0x18, 0, 0, 0x10, 0, 0, 0xF0),
			"price 1.799 EUR/L, amount 0.18 EUR, volume 0.10 L, status F0 both valves open"},
		{wire.FromDispenser, double(1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0x20), "totals 0.01 L, 0.02 EUR, status 20 idle"},
	} {
		got, err := New().Describe(c.d, c.b, hundredths)
		if err != nil || got != c.want {
			t.Errorf("% X: %q, %v; want %q", c.b, got, err, c.want)
		}
	}
	for _, c := range []struct {
		d      wire.Direction
		b      []byte
		offset int
	}{
		{wire.FromController, []byte{0xF3, 0x0C, 0xA2, 0x5C}, 3},
		{wire.FromController, []byte{0xF3, 0x0C, 0xA2}, 3},
		{wire.FromController, double(0xF3, 0xA7), 2},
		{wire.FromController, double(0xF3, 0xA2, 0x33), 4},
		{wire.FromController, double(0xF3, 0xA5, 5), 6},
		{wire.FromController, double(0xF3, 0xA6, 0x9A, 0, 0, 0, 0, 0, 0, 0), 4},
		{wire.FromDispenser, double(0x20, 0x20), 4},
		{wire.FromDispenser, double(0, 0, 0, 0, 0, 0, 0, 0, 0x55), 16},
	} {
		said, err := New().Describe(c.d, c.b, hundredths)
		var fault *wire.FrameError
		if !errors.As(err, &fault) || fault.Offset != c.offset || fault.Dialect != "udc" {
			t.Errorf("% X gives %q, %v", c.b, said, err)
		}
	}
}
