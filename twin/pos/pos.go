package pos

import (
	"fmt"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Role is the role the POS plays.
var Role = forecourt.Role{Kind: Kind}

// ToController is the port of the link to the controller; card reader N is at port N. Timers is how many timers the
// loop gives the POS.
const (
	ToController machine.Port = 0
	Timers                    = 0
)

// ToReader returns the port of the link to a card reader.
func ToReader(number int) machine.Port { return machine.Port(number) }

// Config is what differs from site to site. Zero values mean the defaults; the spans are design defaults.
type Config struct {
	Site     string                     // default "SITE0001"
	Currency unit.Currency              // default EUR
	Points   []forecourt.Point          // the site's fuelling points
	Readers  map[int]forecourt.Point    // which point a card reader serves
	Products map[forecourt.Grade]string // product codes for the gateway; a grade without one is sent without
	PreAuth  unit.Money                 // what is held for an outdoor card, default 150.00
	MinSale  unit.Money                 // a grant below it is a decline, default 5.00
	Modes    service.Schedule           // what each point offers, and in which zone its clocks go; default: service.Usual
	Country  Country                    // taxes, coins and lines of the receipt; default: none
	Cards    payment.Acceptance         // what which card gets; default: every card the same
	Hoses    map[forecourt.Point][]Hose // what each point delivers
	Prices   Prices                     // at opening
	Loyalty  payment.Loyalty            // the scheme; default: none
	// AfterLift: what is paid before, and what an attendant serves, is released when a nozzle is lifted, and for it alone.
	AfterLift  bool
	Tills      int                                   // how many there are, default 1
	Attendants []string                              // who may tag in
	Sign       map[forecourt.Grade]unit.Price        // what the price sign shows when it is new; none: there is no sign
	Mobile     Mobile                                // how phones unlock points
	Sellers    map[forecourt.Grade][]forecourt.Point // who sells what it shows

	GatewayURL     string         // default "http://gateway"
	Manner         payment.Manner // of the gateway, default Stripe's
	OMSURL         string         // default "http://oms/events"
	LoyaltyURL     string         // default "http://loyalty"
	GatewayKey     string         // default "sk_test_forecourt"; in PayPal's manner NAME:SECRET, "forecourt:test_forecourt"
	Mock           string         // PayPal's manner only: the issue that every request for money asks to be refused with
	HonourFor      time.Duration  // PayPal's manner only: how long a hold is good without being renewed, default 72 h
	WebhookURL     string         // where Handler is reached; empty: nothing is subscribed to
	GatewayTimeout time.Duration  // default 20 s
	OMSTimeout     time.Duration  // default 10 s
	Retries        int            // repeats of an act that got no answer, before the customer is told; default 3
	RetryPause     time.Duration  // before each of them, default 2 s
	OutboxPause    time.Duration  // before each later one, default 30 s
	ReleaseWithin  time.Duration  // for the controller to take a release, default 15 s
	LiftWithin     time.Duration  // for the customer to lift a nozzle, default 60 s
	PrepayWithin   time.Duration  // for who has paid at the till to lift one; default: as long as he likes
	SaleWithin     time.Duration  // that a till may keep a sale to itself, default 120 s
	SignWithin     time.Duration  // for the price sign to answer, default 15 s
	QuietWithin    time.Duration  // for the controller to answer a withdraw, default 10 s
	GreetWithin    time.Duration  // for a member to bring a payment card, default 60 s
	InputWithin    time.Duration  // for an answer to a prompt, default 30 s
	AskWithin      time.Duration  // between asking for a sale that may have been missed during a delivery, default 60 s
}

func (c *Config) setDefaults() {
	text(&c.Site, "SITE0001")
	text(&c.Currency, "EUR")
	c.Mobile.setDefaults()
	text(&c.GatewayURL, "http://gateway")
	text(&c.OMSURL, "http://oms/events")
	text(&c.LoyaltyURL, "http://loyalty")
	text(&c.Manner, payment.StripeManner)
	if c.Manner == payment.PayPalManner {
		text(&c.GatewayKey, "forecourt:test_forecourt")
	}
	text(&c.GatewayKey, "sk_test_forecourt")
	span(&c.HonourFor, 72*time.Hour)
	span(&c.GatewayTimeout, 20*time.Second)
	span(&c.OMSTimeout, 10*time.Second)
	span(&c.RetryPause, 2*time.Second)
	span(&c.OutboxPause, 30*time.Second)
	span(&c.ReleaseWithin, 15*time.Second)
	span(&c.LiftWithin, 60*time.Second)
	span(&c.QuietWithin, 10*time.Second)
	span(&c.AskWithin, 60*time.Second)
	span(&c.GreetWithin, 60*time.Second)
	span(&c.InputWithin, 30*time.Second)
	span(&c.Loyalty.Within, 3*time.Second)
	span(&c.SaleWithin, 120*time.Second)
	span(&c.SignWithin, 15*time.Second)
	if c.Retries == 0 {
		c.Retries = 3
	}
	if c.Tills == 0 {
		c.Tills = 1
	}
	major := int64(1)
	for range c.Currency.Decimals() {
		major *= 10
	}
	if c.PreAuth.IsZero() {
		c.PreAuth = unit.Money{Minor: 150 * major, Currency: c.Currency}
	}
	if c.MinSale.IsZero() {
		c.MinSale = unit.Money{Minor: 5 * major, Currency: c.Currency}
	}
}

func text[T ~string](v *T, d T) {
	if *v == "" {
		*v = d
	}
}

func span(v *time.Duration, d time.Duration) {
	if *v == 0 {
		*v = d
	}
}

// POS is the machine.
type POS struct {
	loop    *loop.Loop
	cfg     Config
	env     *machine.Env
	gateway gateway
	oms     *http.Client
	loyalty *http.Client

	books                                       // what the store holds
	points   map[forecourt.Point]*point         // what a power cut loses, from here on
	talks    map[string]*loop.Box[any]          // by cover: what its story must hear
	atTill   map[string]uint16                  // uses of a card at the till
	greeted  map[int]*greeting                  // by reader
	rewarded map[string]bool                    // sales whose points are on their way
	webhook  *hook                              // nil: not known yet
	screens  map[string]held                    // by sale: which till has it on its screen
	pricing  map[forecourt.Grade]*loop.Box[any] // by grade: what the story of its price must hear
	bell     *loop.Box[struct{}]                // the clock was set
	watchers map[string][]*loop.Box[struct{}]   // by session: phones that follow it
	missed   map[string][]clock.Instant         // by user: when he named a wrong code
}

// point is what the POS knows of a fuelling point.
type point struct {
	state    forecourt.State // 0: not told yet
	nozzle   forecourt.Nozzle
	lost     bool
	offers   service.Set
	cover    *cover   // whose turn it is, if it is a prepaid or an outdoor one's
	released bool     // the present call has been answered
	owes     *missing // it delivers without a cover, and its sale has not come
	stopped  bool     // by the cashier: it is not released by itself before its nozzle has been home
}

var _ machine.Machine = (*POS)(nil)

// New returns a POS for a loop. The station adds it to the loop under Role.
func New(l *loop.Loop, cfg Config) *POS {
	cfg.setDefaults()
	p := &POS{loop: l, cfg: cfg}
	p.gateway = newGateway(cfg)
	p.loyalty = &http.Client{Transport: &loop.Transport{Timeout: cfg.Loyalty.Within}}
	p.oms = &http.Client{Transport: &loop.Transport{Timeout: cfg.OMSTimeout}}
	p.forget()
	return p
}

// forget drops everything that is not in the store.
func (p *POS) forget() {
	p.books, p.webhook = newBooks(), nil
	p.points, p.talks, p.atTill = map[forecourt.Point]*point{}, map[string]*loop.Box[any]{}, map[string]uint16{}
	p.greeted, p.rewarded = map[int]*greeting{}, map[string]bool{}
	p.watchers, p.missed = map[string][]*loop.Box[struct{}]{}, map[string][]clock.Instant{}
	p.screens, p.bell, p.pricing = map[string]held{}, &loop.Box[struct{}]{}, map[forecourt.Grade]*loop.Box[any]{}
	for _, n := range p.cfg.Points {
		p.points[n] = &point{}
	}
}

// Hear implements machine.Machine; a POS has no line of bytes.
func (p *POS) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine; a POS waits on fibers.
func (p *POS) Wake(*machine.Env, machine.Timer) {}

// Sense takes what the cashier does, and what the controller and the terminals say.
func (p *POS) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		p.env = env
		p.start()
	case forecourt.PowerOff: // what was kept can be read from the disk, so the books stay for who looks at them
	case forecourt.Received:
		p.received(s)
	default:
		p.cashier(s)
	}
}

func (p *POS) received(r forecourt.Received) {
	switch n := r.Noun.(type) {
	case forecourt.News:
		p.hear(n)
	case payment.CardRead:
		p.goes("outdoor", func(f *loop.Fiber) { p.outdoor(f, n.Reader, n.Read) })
	case payment.Cancelled:
		p.cancelled(n.Reader)
	case payment.CardVerdict:
		p.toReader(n.Reader, n)
	case payment.Input:
		p.heardInput(n)
	case payment.LoyaltyRead:
		p.greet(n.Reader, n.Number)
	case forecourt.SignShows:
		p.signShows(n)
	case payment.CardRemoved:
	default:
		p.env.Fault(fmt.Errorf("pos: %T at port %d is nothing a POS knows", r.Noun, r.Port))
	}
}

// goes starts a story.
func (p *POS) goes(name string, story func(*loop.Fiber)) { p.loop.Go(Role, name, story) }

func (p *POS) tell(e forecourt.Event) { p.env.Tell(e) }

func (p *POS) order(o forecourt.Order) {
	if c, ok := o.(forecourt.ChangePrice); ok {
		p.notePrice(c)
	}
	p.env.Send(ToController, o)
}

// prompt puts text on a terminal; release also ends the terminal's part.
func (p *POS) prompt(reader int, text string, release bool) {
	if reader == 0 {
		return
	}
	p.env.Send(ToReader(reader), payment.Prompt{Text: text})
	if release {
		p.env.Send(ToReader(reader), payment.ReleaseCard{})
	}
}

func (p *POS) none() unit.Money { return unit.Money{Currency: p.cfg.Currency} }
