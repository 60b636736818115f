package dart

import (
	"errors"
	"fmt"
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
	nozzle := forecourt.NozzleReport{Nozzle: 2, Out: true, Price: eurPerL(1799)}
	hung := forecourt.NozzleReport{Nozzle: 2, Price: eurPerL(1799)}
	status := func(s forecourt.Status, n forecourt.NozzleReport) wiretest.Crossing {
		return wiretest.Cross(n, forecourt.StatusReport{Status: s})
	}
	state := func(s forecourt.State, n forecourt.NozzleReport) wiretest.Crossing {
		return status(forecourt.Status{State: s}, n)
	}
	p := wiretest.Profile{
		Dialect:  seen,
		Options:  at(euros, 0x51),
		MaxReply: maxTurnAround,
		Settle:   time.Second,
		Own: func(n wire.Noun) bool {
			switch n.(type) {
			case forecourt.Reachable, forecourt.ReturnStatus:
				return true
			}
			return false
		},
		Command: func(i int) wire.Noun { return forecourt.PresetVolume{Limit: litres(int64(i+1)*250, 2)} },
		Report: func(i int) wire.Noun {
			return forecourt.FillingReport{Volume: litres(int64(i), 2), Amount: eur(int64(i) * 2)}
		},
		Reports: []wiretest.Crossing{
			state(forecourt.Inoperative, hung), state(forecourt.Closed, hung), state(forecourt.Idle, hung),
			state(forecourt.Calling, nozzle), state(forecourt.Authorised, hung), state(forecourt.Started, nozzle),
			state(forecourt.Fuelling, nozzle), state(forecourt.SuspendedStarted, nozzle),
			status(forecourt.Status{State: forecourt.Idle, Ended: true}, hung),
			status(forecourt.Status{State: forecourt.Calling, Ended: true}, nozzle),
			status(forecourt.Status{State: forecourt.Fuelling, LimitReached: true}, nozzle),
			wiretest.Cross(nozzle, forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Fuelling}},
				forecourt.StatusReport{Status: forecourt.Status{State: forecourt.SuspendedFuelling}}),
			wiretest.Cross(forecourt.FillingReport{Volume: litres(3250, 2), Amount: eur(5847)}),
			wiretest.Cross(forecourt.TotalsReport{Nozzle: 3, Totals: forecourt.Totals{Volume: litres(123456789, 2)}}),
			wiretest.Cross(forecourt.AlarmReport{Alarm: forecourt.AlarmPulser}),
			wiretest.Cross(forecourt.IdentityReport{Maker: 1234, Type: 56, Version: 789}),
			wiretest.Cross(forecourt.PricesReport{Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}}),
			wiretest.Cross(forecourt.SuspendReport{Nozzle: 2}),
			wiretest.Cross(forecourt.SuspendReport{Nozzle: 2, Resumed: true}),
			wiretest.Cross(forecourt.ParametersReport{VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3,
				MaxAmount: eur(99999), Grades: make([]uint8, 15)}),
		},
		Foreign: []wire.Noun{
			nil, 5, forecourt.Reachable{}, forecourt.Refused{}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{16}},
			forecourt.PresetVolume{Limit: litres(1, 3)}, forecourt.PresetVolume{Limit: litres(100_000_000, 2)},
			forecourt.PresetVolume{Limit: litres(-1, 2)}, forecourt.PresetAmount{Limit: unit.Money{Minor: 5, Currency: "USD"}},
			forecourt.SelectLevel{}, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(1)}, Credit: []unit.Price{eurPerL(1), eurPerL(1)}},
			forecourt.SetPrices{}, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1_000_000)}}, forecourt.ReturnTotals{},
			forecourt.FillingReport{Volume: unit.Indicated{Unit: unit.USGal, Decimals: 2}, Amount: eur(0)},
			forecourt.IdentityReport{Maker: 10_000}, forecourt.NozzleReport{Nozzle: 16, Price: eurPerL(1)},
			forecourt.TotalsReport{}, forecourt.StatusReport{},
		},
		Frames: [][]byte{
			{0x51, ctrlPoll, sf},
			appendBlock(nil, 0x51, 0, []byte{transStatus, 1, doAuthorise}),
			appendBlock(nil, 0x51, 0, []byte{transAllow, 2, 1, 2, transVolume, 4, 0, 0, 0x32, 0x50}),
		},
	}
	p.Checked = p.Frames[1:]
	amounts := forecourt.TotalsReport{Nozzle: 3, IsAmount: true}
	amounts.Totals.Amount = eur(9_999_999_999)
	amounts.Totals.Volume = litres(0, 0)
	p.Reports = append(p.Reports, wiretest.Cross(amounts))
	p.Commands = commands()
	return p
}

func commands() (all []wiretest.Crossing) {
	for _, n := range []wire.Noun{
		forecourt.ReturnStatus{}, forecourt.ReturnFilling{}, forecourt.ReturnTotals{Nozzle: 15},
		forecourt.ReturnTotals{Nozzle: 1, Amount: true}, forecourt.ReturnIdentity{}, forecourt.ReturnParameters{},
		forecourt.ReturnPrices{}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 3}},
		forecourt.PresetVolume{Limit: litres(3250, 2)}, forecourt.PresetAmount{Limit: eur(15000)},
		forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}}, forecourt.Authorise{}, forecourt.Reset{},
		forecourt.Stop{}, forecourt.SwitchOff{}, forecourt.Suspend{Nozzle: 2}, forecourt.Resume{},
		forecourt.SetFillingType{Credit: true}, forecourt.SetOutput{Output: 0x0A, On: true},
	} {
		all = append(all, wiretest.Cross(n))
	}
	return append(all, wiretest.Cross(forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}},
		forecourt.PresetAmount{Limit: eur(5000)}, forecourt.Authorise{}))
}

func TestRegistered(t *testing.T) {
	d, ok := wire.Lookup("dart")
	if !ok || d.Name() != "dart" || d.Ports()[0].Settings.String() != "9600 8O1" || d.Ports()[1].Settings.Baud != 19200 {
		t.Errorf("dart is %v, %t", d, ok)
	}
	if len(d.Messages()) < 25 || d.Secrets([]byte{1}) != nil {
		t.Error("messages or secrets")
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, o := range map[string]wire.Options{
		"an address below 50h":   at(euros, 0x4F),
		"an address above CFh":   at(euros, 0xD0),
		"two addresses, or twin": at(euros, 0x50, 0x50),
		"decimals too fine":      {VolumeDecimals: 2, AmountDecimals: 3, Currency: "EUR"},
		"16 nozzles":             {Nozzles: 16},
	} {
		for _, end := range New().Ends() {
			if s, err := seen.Open(end, o, &wiretest.Recorder{}); err == nil || s != nil {
				t.Errorf("%s: %s opened", name, end)
			}
		}
	}
	late := at(euros, 0x50)
	late.TurnAround = maxTurnAround
	if _, err := seen.Open(wire.Dispenser, late, &wiretest.Recorder{}); err == nil {
		t.Error("a turn-around of 25 ms was taken")
	}
	if _, err := seen.Open(wire.POS, euros, &wiretest.Recorder{}); err == nil {
		t.Error("a POS end was opened")
	}
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		d    wire.Direction
		b    []byte
		want string
	}{
		{wire.FromController, []byte{0x50, 0x20, 0xFA}, "50h POLL"},
		{wire.FromDispenser, []byte{0x50, 0x70, 0xFA}, "50h EOT"},
		{wire.FromController, []byte{0x51, 0xC3, 0xFA, 0x52, 0x20, 0xFA}, "51h ACK 3; 52h POLL"},
		{wire.FromController, []byte{0x51, 0xE3, 0xFA}, "51h ACKPOLL 3"},
		{wire.FromController, appendBlock(nil, 0x50, 4, []byte{2, 2, 1, 2, 1, 1, 5}),
			"50h DATA 4: CD2 allow nozzles [1 2], CD1 reset"},
		{wire.FromDispenser, appendBlock(nil, 0x51, 1, []byte{1, 1, 4, 2, 8, 0, 0, 4, 0x28, 0, 0, 0x34, 0x77, 104, 1, 9}),
			"51h DATA 1: DC1 status 4 filling, DC2 volume 4.28 L, amount 34.77 EUR, DC104 09 (not known)"},
	} {
		got, err := New().Describe(c.d, c.b, euros)
		if err != nil || got != c.want {
			t.Errorf("% X: %q, %v; want %q", c.b, got, err, c.want)
		}
	}
	_, err := New().Describe(wire.FromController, []byte{0x50, 0x31, 1, 1, 0, 0x9E, 0xA1, 3, 0xFA}, euros)
	var fault *wire.FrameError
	if !errors.As(err, &fault) || fault.Offset != 5 || len(fault.Raw) != 9 || fault.Dialect != "dart" {
		t.Errorf("a bad check sum gives %v", err)
	}
}
