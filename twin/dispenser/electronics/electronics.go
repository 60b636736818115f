package electronics

import (
	"errors"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Electronics is the computer of one fuelling point.
type Electronics struct {
	// The hot path: on a polled bus nearly all that ever happens is Hear.
	session wire.Session
	heardAt clock.Instant
	lost    bool // nobody polls

	config  Config
	profile Profile
	drawn   drawn
	env     *machine.Env // nil until it is first switched on
	on      bool

	phase      phase
	status     forecourt.Status // as last reported
	afterwards input            // what follows once valves have settled: reset, switchOff or 0

	nozzles  []nozzle
	selected int // the nozzle that is out, or none
	priced   bool
	level    forecourt.PriceLevel // of the sales to come
	onCredit bool                 // the controller says so of them; no price depends on it
	allowed  []forecourt.Nozzle
	choosy   bool // allowed has been given

	preset  preset
	sale    *sale             // under way, or finished and not yet reset
	alarms  []forecourt.Alarm // not yet reported: nobody polls
	limit   reckoning.Limit
	flowAt  clock.Instant // when pulses were last seen to come
	record  []byte        // scratch of the store
	dark    bool          // the display is dead
	renewed bool          // another computer takes its place when it is switched on
}

// nozzle is a NozzleConfig at work.
type nozzle struct {
	NozzleConfig
	price  unit.Price
	credit unit.Price // zero: as the price
	out    bool

	motor, slow, fast bool // as commanded

	counted int64 // pulses in finished sales, all its life
	totals  forecourt.Totals
	sales   int
	sold    unit.Indicated // sum of the finished sales
	taken   unit.Money

	peak  int64 // the pulser's count up to which all has been in a sale, or ran back
	gross int64 // pulses in finished sales as the pulser gave them, all its life
	base  int64 // the pulser's count when this computer was new
}

const none = -1

var _ machine.Machine = (*Electronics)(nil)

// New returns a fuelling point that is switched off. The error says what is wrong with its configuration.
func New(c Config) (*Electronics, error) {
	c.Options = c.Options.DefaultDecimals()
	if len(c.Nozzles) == 0 || len(c.Nozzles) > 15 {
		return nil, fmt.Errorf("electronics: %d nozzles, a fuelling point has 1 to 15", len(c.Nozzles))
	}
	if c.Dialect == nil {
		return nil, errors.New("electronics: no dialect")
	}
	orElse(&c.TotalsDigits, 10)
	if c.TotalsDigits < 4 || c.TotalsDigits > 18 {
		return nil, fmt.Errorf("electronics: totals of %d digits, expected 4 to 18", c.TotalsDigits)
	}
	e := &Electronics{config: c, profile: c.Profile.withDefaults(), selected: none, lost: true}
	zero, free := e.zeroVolume(), e.zeroMoney()
	for i, x := range c.Nozzles {
		orElse(&x.Nozzle, forecourt.Nozzle(i+1))
		orElse(&x.PulsesPerUnit, 100)
		orElse(&x.Opening.Volume, zero)
		orElse(&x.Opening.Amount, free)
		if e.index(x.Nozzle) != none || x.PulsesPerUnit < 0 || x.Opening.Volume.Unit != zero.Unit ||
			x.Opening.Volume.Decimals != zero.Decimals || x.Opening.Amount.Currency != free.Currency {
			return nil, fmt.Errorf("electronics: nozzle %d does not fit the device: %+v", x.Nozzle, x)
		}
		if p := &c.Profile.Compensation; p.on() && p.Expansion == 0 && x.Liquid.Check() != nil {
			return nil, fmt.Errorf("electronics: nozzle %d compensates by the tables: %w", x.Nozzle, x.Liquid.Check())
		}
		e.nozzles = append(e.nozzles, nozzle{NozzleConfig: x, totals: x.Opening, sold: zero, taken: free})
	}
	if e.config.Options.Nozzles == 0 {
		e.config.Options.Nozzles = e.highest()
	}
	if err := e.setLimits(); err != nil {
		return nil, err
	}
	e.longestTurnAround()
	return e, e.open()
}

// allDigits is the most that eight digits show.
const allDigits = 99_999_999

func (e *Electronics) setLimits() error {
	l, zero, free := &e.config.Limits, e.zeroVolume(), e.zeroMoney()
	if l.Volume.IsZero() {
		l.Volume = zero
		l.Volume.Count = allDigits
	}
	if l.Amount.IsZero() {
		l.Amount = free
		l.Amount.Minor = allDigits
	}
	if l.Volume.Unit != zero.Unit || l.Amount.Currency != free.Currency {
		return fmt.Errorf("electronics: limits of %s and %s on a device that counts in %s and '%s'",
			l.Volume, l.Amount, zero.Unit, free.Currency)
	}
	return nil
}

func (e *Electronics) open() (err error) {
	e.session, err = e.config.Dialect.Open(wire.Dispenser, e.config.Options, out{e})
	return err
}

func (e *Electronics) index(n forecourt.Nozzle) int {
	for i := range e.nozzles {
		if e.nozzles[i].Nozzle == n {
			return i
		}
	}
	return none
}

func (e *Electronics) highest() int {
	most := forecourt.Nozzle(0)
	for i := range e.nozzles {
		most = max(most, e.nozzles[i].Nozzle)
	}
	return int(most)
}

// Hear implements machine.Machine.
func (e *Electronics) Hear(_ *machine.Env, _ machine.Port, c wire.Chunk) {
	if e.lost {
		e.find()
	}
	e.heardAt = c.Last
	e.session.Hear(c)
}

// Sense implements machine.Machine.
func (e *Electronics) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.Level:
		if i, ok := isBoot(s.Port); ok && i < len(e.nozzles) {
			e.boot(i, s.High)
		}
	case forecourt.Counted:
		e.counted(s)
	case forecourt.DeviceFault:
		e.breakDown(s)
	case forecourt.Linked:
		wire.Relink(e.session, env.Now(), s.Up)
	case forecourt.PowerOn:
		e.powerOn(env)
	case forecourt.PowerOff:
		e.powerOff()
	default:
		env.Fault(fmt.Errorf("electronics: nothing here can %s", s.Stimulus()))
	}
}

// Wake implements machine.Machine.
func (e *Electronics) Wake(env *machine.Env, t machine.Timer) {
	switch t {
	case timerSession:
		e.session.Wake(env.Now())
	case timerDisplay:
		e.tick()
	case timerSettle:
		e.settled()
	case timerPatience:
		e.impatient()
	case timerWatch:
		e.watch()
	case timerStart:
		e.motorUp()
	case timerPulser:
		e.lookEarly()
	}
}

// out is the session's way to the world.
type out struct{ e *Electronics }

func (o out) WakeAt(at clock.Instant)   { o.e.env.Set(timerSession, at) }
func (o out) Heard(_ byte, n wire.Noun) { o.e.obey(n) }
func (o out) Fault(f *wire.FrameError)  { o.e.env.Fault(f) }
func (o out) Cycle()                    { o.e.env.Cycle(PortBus) }

func (o out) Say(after time.Duration, b []byte) {
	if o.e.drawn.each {
		after = o.e.answerAfter(after)
	}
	o.e.env.Say(PortBus, after, b)
}

func (e *Electronics) zeroVolume() unit.Indicated {
	return unit.Indicated{Decimals: e.config.Options.VolumeDecimals, Unit: e.config.Options.Unit}
}

func (e *Electronics) zeroMoney() unit.Money { return unit.Money{Currency: e.config.Options.Currency} }

func (e *Electronics) noPrice() unit.Price {
	return unit.Price{Currency: e.config.Options.Currency, Unit: e.config.Options.Unit}
}
