package twowire

import (
	"errors"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestConformance(t *testing.T) { wiretest.Run(t, profile()) }

// own is what the sessions and the toys say by themselves: what is not a change of prices, a sale, or a crossing.
func own(n wire.Noun) bool {
	switch n.(type) {
	case forecourt.SetPrices, forecourt.FillingReport, forecourt.PresetAmount, forecourt.PresetVolume, forecourt.Authorise,
		forecourt.Stop, forecourt.AllowNozzles, forecourt.SelectLevel:
		return false
	}
	return true
}

func profile() wiretest.Profile {
	status := func(s forecourt.Status, want wire.Noun, n ...wire.Noun) wiretest.Crossing {
		c := wiretest.Crossing{Sent: append(n, forecourt.StatusReport{Status: s})}
		if want != nil {
			c.Want = append(c.Want, want)
		}
		c.Want = append(c.Want, forecourt.StatusReport{Status: s})
		return c
	}
	state := func(s forecourt.State) forecourt.Status { return forecourt.Status{State: s} }
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: eurPerL(0)}
	sold := forecourt.FillingReport{Volume: litres(3250, 2), Amount: eur(5847)}
	all := forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}
	used := forecourt.NozzleReport{Nozzle: 1, Price: eurPerL(1799)}
	ended := forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle, Ended: true}}
	both := forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799)}, Credit: []unit.Price{eurPerL(1849)}}
	return wiretest.Profile{
		Dialect:  &toys{Dialect: seen},
		Options:  with(euros, 1, 3),
		MaxReply: maxTurnAround,
		Settle:   2 * time.Second,
		Own:      own,
		Command: func(i int) wire.Noun {
			return forecourt.SetPrices{Prices: []unit.Price{eurPerL(int64(1000 + i))}}
		},
		Report: func(i int) wire.Noun {
			return forecourt.FillingReport{Volume: litres(int64(i+1), 2), Amount: eur(int64(i+1) * 2)}
		},
		Commands: []wiretest.Crossing{
			wiretest.Cross(forecourt.ReturnTotals{Nozzle: 1}),
			{Sent: []wire.Noun{forecourt.ReturnFilling{}, all, forecourt.Reset{}, forecourt.SetPrices{
				Prices: []unit.Price{eurPerL(1799)}}}, Want: []wire.Noun{forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799)}}}},
			wiretest.Cross(forecourt.SetPrices{Prices: []unit.Price{eurPerL(9999)}}),
			{Sent: []wire.Noun{both}, Want: []wire.Noun{forecourt.SetPrices{Prices: both.Prices}, both}},
			wiretest.Cross(forecourt.SelectLevel{Level: forecourt.Credit}),
			wiretest.Cross(forecourt.SelectLevel{Level: forecourt.Credit}, forecourt.PresetAmount{Limit: eur(5000)},
				forecourt.SelectLevel{Level: forecourt.Cash}),
			wiretest.Cross(forecourt.PresetVolume{Limit: litres(99999, 2)}),
			wiretest.Cross(forecourt.PresetAmount{Limit: eur(15000)}),
			{Sent: []wire.Noun{forecourt.Authorise{}}, Want: []wire.Noun{all, forecourt.Authorise{}}},
			{Sent: []wire.Noun{all, forecourt.PresetAmount{Limit: eur(5000)}, forecourt.Authorise{}},
				Want: []wire.Noun{forecourt.PresetAmount{Limit: eur(5000)}, all, forecourt.Authorise{}}},
		},
		Reports: []wiretest.Crossing{
			status(state(forecourt.Calling), out), status(state(forecourt.Authorised), nil), status(state(forecourt.Fuelling), out),
			status(forecourt.Status{State: forecourt.Fuelling, LimitReached: true}, out),
			{Sent: []wire.Noun{used, sold}, Want: []wire.Noun{ended, used, sold,
				forecourt.StatusReport{Status: state(forecourt.Idle)}}},
		},
		Foreign: []wire.Noun{
			nil, 5, forecourt.Reachable{}, forecourt.Refused{}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{16}},
			forecourt.AllowNozzles{}, forecourt.PresetVolume{Limit: litres(1, 3)}, forecourt.PresetVolume{Limit: litres(100_000, 2)},
			forecourt.PresetVolume{Limit: litres(-1, 2)}, forecourt.PresetAmount{Limit: unit.Money{Minor: 5, Currency: "USD"}},
			forecourt.SetPrices{}, forecourt.SetPrices{Prices: []unit.Price{eurPerL(10_000)}}, forecourt.ReturnTotals{},
			forecourt.FillingReport{Volume: unit.Indicated{Unit: unit.USGal, Decimals: 2}, Amount: eur(0)},
			forecourt.NozzleReport{Nozzle: 16, Price: eurPerL(1)}, forecourt.TotalsReport{}, forecourt.StatusReport{},
			forecourt.SetPrices{Prices: both.Prices, Credit: []unit.Price{eurPerL(10_000)}}, forecourt.SelectLevel{Level: 2},
			forecourt.Suspend{}, forecourt.Resume{}, forecourt.SwitchOff{}, forecourt.ReturnIdentity{}, forecourt.ReturnPrices{},
			forecourt.ReturnParameters{}, forecourt.SetFillingType{}, forecourt.SetOutput{}, forecourt.IdentityReport{},
			forecourt.PricesReport{}, forecourt.ParametersReport{}, forecourt.SuspendReport{},
		},
		Frames: [][]byte{
			{cmdStatus | 3}, {cmdDataNext | 3}, {cmdAuthorise | 3}, {cmdSale | 3},
			words("FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E2 F0"),
		},
		Checked: [][]byte{words("FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0")},
	}
}

func TestRegistered(t *testing.T) {
	d, ok := wire.Lookup("twowire")
	if !ok || d.Name() != "twowire" || d.Ports()[0].Settings.String() != "5787 8E1" || len(d.Ports()) != 1 {
		t.Errorf("twowire is %v, %t", d, ok)
	}
	if len(d.Messages()) < 20 || d.Secrets([]byte{1}) != nil {
		t.Error("messages or secrets")
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, o := range map[string]wire.Options{
		"address 0":              with(euros, 1, 0),
		"address 17":             with(euros, 1, 17),
		"two addresses, or twin": with(euros, 1, 2, 2),
		"decimals too fine":      {VolumeDecimals: 2, AmountDecimals: 3, Currency: "EUR"},
		"16 nozzles":             {Nozzles: 16},
		"a negative turn-around": {TurnAround: -1},
	} {
		for _, end := range New().Ends() {
			if s, err := seen.Open(end, o, &wiretest.Recorder{}); err == nil || s != nil {
				t.Errorf("%s: %s opened", name, end)
			}
		}
	}
	if _, err := seen.Open(wire.POS, euros, &wiretest.Recorder{}); err == nil {
		t.Error("a POS end was opened")
	}
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		d    wire.Direction
		b    string
		want string
	}{
		{wire.FromController, "01", "pump 1 status"},
		{wire.FromController, "10", "pump 16 authorise"},
		{wire.FromController, "FC", "all stop"},
		{wire.FromController, "22 FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E2 F0 02",
			"pump 2 data next; price 1.175 EUR/L for grade 1 at level 1; pump 2 status"},
		{wire.FromController, "FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0", "preset 20.00 EUR for grade 1 at level 1"},
		{wire.FromController, "FF E6 F1 F4 F8 E0 E0 E0 E1 E0 FB E2 F0", "preset 10.00 L at level 1 (wrong length)"},
		{wire.FromController, "FF EC F4 FB E6 F0", "price level 1"},
		{wire.FromController, "FF E9 FE E0 E1 E0 FB EE F0", "extended status"},
		{wire.FromDispenser, "01", "pump 1 data error"},
		{wire.FromDispenser, "61 72 83 94 A5 B6 C7 D0",
			"pump 1 off; pump 2 call; pump 3 authorised; pump 4 busy; pump 5 PEOT, limit reached; pump 6 FEOT, sale ended; " +
				"pump 7 stopped; pump 16 ready for data"},
		{wire.FromDispenser, realSale, "pump 2 transaction: grade 3 at 1.070 EUR/L, volume 233.60 L, amount 250.00 EUR"},
		{wire.FromDispenser, "E1 E2 E3 E0 E0 E0", "money 3.21 EUR"},
		{wire.FromDispenser, "BA B0 B3 B0 B0 B1 B0 B0 B0 B0 B0 B0 B1 B1 B3 B0 B0 8D 8A",
			"pump 1 extended status: handle up, nozzle 3"},
		{wire.FromDispenser, realTotals,
			"totals: grade 1 21512.57 L, 24340.83 EUR; grade 2 0.00 L, 0.00 EUR; grade 3 0.00 L, 0.00 EUR"},
	} {
		got, err := New().Describe(c.d, words(c.b), euros)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.b, got, err, c.want)
		}
	}
	_, err := New().Describe(wire.FromController, words("01 FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E3 F0"), euros)
	var fault *wire.FrameError
	if !errors.As(err, &fault) || fault.Offset != 12 || len(fault.Raw) != 14 || fault.Dialect != Name {
		t.Errorf("a bad LRC gives %v", err)
	}
}
