package cardreader

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// ToPOS is the port of the link to the POS; Timers is how many timers the loop gives the terminal.
const (
	ToPOS  machine.Port = 0
	Timers              = 2
)

const (
	step     machine.Timer = iota // what the terminal does with a card
	offering                      // a receipt is on offer
)

// Config is what differs from terminal to terminal. Spans are drawn for each card; zero means the default.
type Config struct {
	Number   int                 // N of "card-reader N"
	Amount   unit.Money          // what the cryptogram is made over: the POS's pre-authorisation
	Chip     chance.Distribution // insertion, application selection, cryptogram; default 1.5 to 3 s (design default)
	Stripe   chance.Distribution // default 0.3 s (design default)
	Tap      chance.Distribution // contactless, default 0.5 s (design default)
	PIN      chance.Distribution // typing it, default 3 to 6 s (design default)
	NoPIN    time.Duration       // how long a PIN is waited for, default 30 s (design default)
	Patience time.Duration       // how long the POS is waited for, default 90 s (design default)
	Rules    Rules
	Language Language // of the display before a card or a key says another; default: the first of Languages
}

// pinTries is how often a PIN may be wrong (facts: payments.md section 1.5, code 55).
const pinTries = 3

// Reader is the machine.
type Reader struct {
	cfg    Config
	state  State
	card   payment.Card
	insert payment.InsertCard
	tries  int
	pinOK  bool
	inSlot bool
	asked  payment.FleetPrompt

	choices       []payment.Application // what the holder may pick from
	chosen        bool
	online        bool           // the PIN is the issuer's to check
	block, serial payment.Secret // the PIN block and the serial number of its key
	request       payment.Secret // what the chip asked the issuer
	reminded      int
	failed        failure
	language      Language
	byKey         bool // the language was chosen by its key: a card does not change it
	pad           pad
	paper         paper
	uses          map[string]uint16 // transaction counters, by card
	chipTries     map[string]int    // wrong PINs, by card: the chip counts them
}

var _ machine.Machine = (*Reader)(nil)

// New returns a terminal.
func New(cfg Config) *Reader {
	orDefault(&cfg.Chip, 1500*time.Millisecond, 3*time.Second)
	orDefault(&cfg.Stripe, 300*time.Millisecond, 300*time.Millisecond)
	orDefault(&cfg.Tap, 500*time.Millisecond, 500*time.Millisecond)
	orDefault(&cfg.PIN, 3*time.Second, 6*time.Second)
	if cfg.NoPIN == 0 {
		cfg.NoPIN = 30 * time.Second
	}
	if cfg.Patience == 0 {
		cfg.Patience = 90 * time.Second
	}
	if cfg.Amount.Currency == "" {
		cfg.Amount = unit.Money{Minor: 150_00, Currency: "EUR"}
	}
	cfg.Rules.setDefaults()
	if cfg.Language == "" {
		cfg.Language = Languages[0]
	}
	return &Reader{cfg: cfg, language: cfg.Language, pad: newPad(cfg.Number), uses: map[string]uint16{}, chipTries: map[string]int{}}
}

func orDefault(d *chance.Distribution, from, to time.Duration) {
	if d.IsZero() {
		*d = chance.Uniform(int64(from), int64(to))
	}
}

// Role returns the terminal's role.
func (r *Reader) Role() forecourt.Role { return forecourt.Role{Kind: Kind, Number: r.cfg.Number} }

// State returns what the terminal is doing.
func (r *Reader) State() State { return r.state }

// Hear implements machine.Machine; a terminal has no line of bytes.
func (r *Reader) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Sense takes what hands do and what the POS says.
func (r *Reader) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		r.wakeUp(env, true)
	case forecourt.PowerOff:
		r.wakeUp(env, false)
	case payment.InsertCard:
		r.inserted(env, s)
	case payment.RemoveCard:
		r.removed(env)
	case payment.ShowLoyalty:
		r.loyaltyShown(env, s)
	case payment.EnterText:
		r.entered(env, s)
	case payment.PressCancel:
		r.cancelled(env)
	case payment.PressKey:
		r.pressed(env, s.Key)
	case payment.SetPaper:
		r.paper.out = s.Out
	case payment.SpendKeys:
		r.spend(env)
	case forecourt.Received:
		r.received(env, s.Noun)
	default:
		env.Fault(fmt.Errorf("card reader: %s does nothing here", s.Stimulus()))
	}
}

func (r *Reader) received(env *machine.Env, noun any) {
	switch n := noun.(type) {
	case payment.Prompt:
		env.Tell(Prompted{r.translated(n.Text)})
	case payment.ReleaseCard:
		if r.state == Presented || r.state == AskingInput { // otherwise it is late, and meant for a card that has gone
			r.release(env)
		}
	case payment.IssuerAnswer:
		r.completed(env, n)
	case payment.OfferReceipt:
		r.offer(env, n)
	case payment.AskInput:
		r.ask(env, n)
	default:
		env.Fault(fmt.Errorf("card reader: %T is nothing a POS says", noun))
	}
}

// Wake ends the step that was under way.
func (r *Reader) Wake(env *machine.Env, t machine.Timer) {
	if t == offering {
		r.answered(env, false)
		return
	}
	switch r.state {
	case Choosing:
		r.refuse(env, "no application was chosen")
	case Returning:
		r.remind(env)
	case Reading:
		r.hasRead(env)
	case Failing:
		r.chipFailed(env)
	case AskingPIN:
		r.typed(env)
	case AskingInput:
		r.unanswered(env)
	case Presented:
		r.refuse(env, "the POS does not answer")
	}
}
