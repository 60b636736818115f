package controller_test

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// flow lets fuel flow: counts of the display's smallest digit.
type flow struct{ counts int64 }

func (flow) Stimulus() string { return "flow" }

// blackout comes before a power cut: what the pump was doing is over.
type blackout struct{}

func (blackout) Stimulus() string { return "blackout" }

const modulus = 10_000_000_000

// pump is a dispenser as its controller sees it, with DART's states. Its totals, its display and its state survive a
// power cut.
type pump struct {
	dialect wire.Dialect
	options wire.Options
	session wire.Session
	env     *machine.Env

	code     int // DART's status codes
	nozzle   forecourt.Nozzle
	out      bool
	flowed   bool
	volume   int64
	amount   int64
	totals   [3]int64 // by nozzle
	prices   [3]unit.Price
	credit   [3]unit.Price
	level    forecourt.PriceLevel
	allowed  []forecourt.Nozzle
	limitVol int64
	limitAmt int64

	standAlone bool // releases itself when a nozzle is lifted
	deaf       bool // does not obey Authorise
	mute       bool // does not answer for totals
	sticky     int  // resets to ignore
	stubborn   bool // does not take prices
	midSale    int  // prices that came in mid-sale
	commands   []forecourt.Command
}

func (p *pump) Say(after time.Duration, b []byte) { p.env.Say(0, after, b) }
func (p *pump) WakeAt(at clock.Instant)           { p.env.Set(0, at) }
func (p *pump) Fault(e *wire.FrameError)          { p.env.Fault(e) }
func (p *pump) Cycle()                            {}

func (p *pump) Hear(_ *machine.Env, _ machine.Port, c wire.Chunk) { p.session.Hear(c) }
func (p *pump) Wake(env *machine.Env, _ machine.Timer)            { p.session.Wake(env.Now()) }
func (p *pump) Sense(env *machine.Env, s forecourt.Stimulus) {
	p.env = env
	switch s := s.(type) {
	case forecourt.PowerOn:
		var err error
		if p.session, err = p.dialect.Open(wire.Dispenser, p.options, p); err != nil {
			panic(err)
		}
		p.session.Start(env.Now())
		p.sayStatus()
	case forecourt.LiftNozzle:
		p.nozzle, p.out = s.Nozzle, true
		p.say(p.nozzleReport())
		if p.code == 1 && p.standAlone {
			p.authorise()
		}
		if p.code == 2 {
			p.volume, p.amount = 0, 0
		}
		p.sayStatus()
	case forecourt.HangNozzle:
		p.out = false
		p.say(p.nozzleReport())
		if p.code == 2 || p.code == 4 || p.code == 6 {
			p.complete()
		} else {
			p.sayStatus()
		}
	case blackout:
		if p.code == 2 || p.code == 4 || p.code == 6 {
			p.code, p.limitVol, p.limitAmt = 5, 0, 0
		}
	case flow:
		p.deliver(s.counts)
	}
}

func (p *pump) deliver(counts int64) {
	if !p.out || p.code != 2 && p.code != 4 {
		return
	}
	if p.code == 2 {
		p.code = 4
		p.sayStatus()
	}
	p.flowed = true
	if p.limitVol > 0 && p.volume+counts >= p.limitVol {
		counts = p.limitVol - p.volume
		p.code = 6
	}
	if p.limitAmt > 0 {
		most := p.at(p.nozzle).VolumeFor(eur(p.limitAmt), 2).Count
		if p.volume+counts >= most {
			counts = most - p.volume
			p.code = 6
		}
	}
	p.volume += counts
	p.totals[p.nozzle] = (p.totals[p.nozzle] + counts) % modulus
	p.amount = p.at(p.nozzle).Amount(litres(p.volume), unit.HalfUp).Minor
	if p.code == 6 && p.limitAmt > 0 {
		p.amount = p.limitAmt
	}
	p.say(p.fillingReport())
	if p.code == 6 {
		p.sayStatus()
	}
}

func (p *pump) complete() {
	p.code, p.limitVol, p.limitAmt = 5, 0, 0
	p.sayStatus()
	p.say(p.fillingReport())
}

func (p *pump) authorise() {
	p.code, p.volume, p.amount, p.flowed = 2, 0, 0, false
	p.sayStatus()
}

func (p *pump) say(r forecourt.Report) {
	if err := p.session.Do(p.env.Now(), 0, r); err != nil {
		p.env.Fault(err)
	}
}

// at is what a nozzle sells at.
func (p *pump) at(n forecourt.Nozzle) unit.Price {
	return forecourt.Terms{Level: p.level}.Of(p.prices[n], p.credit[n])
}

func (p *pump) nozzleReport() forecourt.Report {
	return forecourt.NozzleReport{Nozzle: p.nozzle, Out: p.out, Price: p.at(p.nozzle)}
}

func (p *pump) fillingReport() forecourt.Report {
	return forecourt.FillingReport{Volume: litres(p.volume), Amount: eur(p.amount)}
}

func (p *pump) sayStatus() {
	in := func(hung, out forecourt.State) forecourt.State {
		if p.out {
			return out
		}
		return hung
	}
	s := forecourt.Status{}
	switch p.code {
	case 0:
		s.State = forecourt.Inoperative
	case 1, 5:
		s.State, s.Ended = in(forecourt.Idle, forecourt.Calling), p.code == 5
	case 2:
		s.State = in(forecourt.Authorised, forecourt.Started)
	case 4, 6:
		s.State, s.LimitReached = forecourt.Fuelling, p.code == 6
	}
	p.say(forecourt.StatusReport{Status: s})
	p.say(p.nozzleReport())
}

// Heard obeys a command.
func (p *pump) Heard(_ byte, n wire.Noun) {
	cmd := n.(forecourt.Command)
	p.commands = append(p.commands, cmd)
	switch cmd := cmd.(type) {
	case forecourt.ReturnStatus:
		p.sayStatus()
	case forecourt.ReturnFilling:
		if p.code != 0 && p.code != 7 {
			p.say(p.fillingReport())
		}
	case forecourt.ReturnTotals:
		if !p.mute {
			p.say(forecourt.TotalsReport{Nozzle: cmd.Nozzle, Totals: forecourt.Totals{Volume: litres(p.totals[cmd.Nozzle])}})
		}
	case forecourt.AllowNozzles:
		p.allowed = cmd.Nozzles
	case forecourt.PresetVolume:
		p.limitVol = cmd.Limit.Count
	case forecourt.PresetAmount:
		p.limitAmt = cmd.Limit.Minor
	case forecourt.SetPrices:
		if p.code == 2 || p.code == 4 || p.code == 6 {
			p.midSale++
			return
		}
		if p.stubborn {
			return
		}
		copy(p.prices[1:], cmd.Prices)
		copy(p.credit[1:], cmd.Credit)
		p.prices[0] = p.prices[1]
		if p.code == 0 {
			p.code = 5
		}
		p.sayStatus()
	case forecourt.SelectLevel:
		if !p.stubborn && p.code < 2 || p.code == 5 {
			p.level = cmd.Level
			p.sayStatus()
		}
	case forecourt.Authorise:
		if p.code == 1 && !p.deaf {
			p.authorise()
		}
	case forecourt.Reset:
		if p.sticky--; p.sticky < 0 && (p.code == 5 || p.code == 6) {
			p.code, p.volume, p.amount, p.limitVol, p.limitAmt = 1, 0, 0, 0, 0
			p.say(p.fillingReport())
			p.sayStatus()
		}
	case forecourt.Stop:
		switch p.code {
		case 1:
			p.code = 5
			p.sayStatus()
		case 2, 4, 6:
			p.complete()
		}
	}
}

func litres(counts int64) unit.Indicated {
	return unit.Indicated{Count: counts, Decimals: 2, Unit: unit.L}
}
func eur(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }
