package pos

import (
	"github.com/forecourt/forecourt/twin/payment"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// act is what a task does.
type act string

const (
	hold    act = "hold"    // reserve money at the gateway
	charge  act = "charge"  // take it at once
	capture act = "capture" // take what is held
	cancel  act = "cancel"  // give back what is held
	refund  act = "refund"  // give back what was taken
	post    act = "post"    // post a sale to order management
	award   act = "award"   // give a member the points of a sale
)

// task is an act toward the outside that must happen exactly once: it is in the store before it is tried, its key goes
// with every try, and it is closed by the answer.
type task struct {
	Key     string     `json:"key"`
	Act     act        `json:"act"`
	Cover   string     `json:"cover,omitempty"`
	Sale    string     `json:"sale,omitempty"`
	Payback string     `json:"payback,omitempty"`
	Closing string     `json:"closing,omitempty"`
	Method  string     `json:"method,omitempty"` // the gateway's name for the card
	Intent  string     `json:"intent,omitempty"`
	Amount  unit.Money `json:"amount"`
	Round   int        `json:"round,omitempty"` // of a refund that failed for sure and is tried anew
	Done    bool       `json:"done,omitempty"`
}

// refundRounds is how often a refund that failed for sure is tried anew, each time under a key of its own, before a
// person must look (design default).
const refundRounds = 10

// key is the idempotency key of the task's present round.
func (t *task) key() string {
	if t.Round == 0 {
		return t.Key
	}
	return t.Key + "/" + itoa(t.Round)
}

// newTask makes a task of a cover; its caller keeps it.
func newTask(a act, c *cover, amount unit.Money) *task {
	return &task{Key: c.ID + "/" + string(a), Act: a, Cover: c.ID, Sale: c.Sale, Intent: c.Intent, Amount: amount}
}

// task returns a cover's task of an act.
func (c *cover) task(b *books, a act) *task { return b.tasks[c.ID+"/"+string(a)] }

// answer is what the far end has said to a task, for good.
type answer struct {
	Chip         payment.Secret // what the issuer says to the chip; none: nothing
	OK           bool
	Again        bool // it certainly did not happen, and may be tried anew
	Intent       string
	Granted      unit.Money // by hold and charge
	Products     []string   // product codes that the issuer lets the card buy; none: all
	Code, Reason string     // where it is not OK
}

// deliver tries a task until it is answered.
func (p *POS) deliver(f *loop.Fiber, t *task) answer {
	for try := 1; ; try++ {
		a, err := p.do(f, t)
		switch {
		case err == nil && a.Again && t.Round < refundRounds:
			t.Round++
			p.keep(t)
			f.Sleep(p.cfg.OutboxPause)
			continue
		case err == nil:
			return a
		}
		f.Sleep(p.pause(try))
	}
}

// attempt tries a task while a customer waits.
func (p *POS) attempt(f *loop.Fiber, t *task) (a answer, err error) {
	err = p.retried(f, func() error {
		a, err = p.do(f, t)
		return err
	})
	return a, err
}

// retried repeats what got no answer, as often as the configuration says.
func (p *POS) retried(f *loop.Fiber, try func() error) error {
	for n := 1; ; n++ {
		err := try()
		if err == nil || n > p.cfg.Retries {
			return err
		}
		f.Sleep(p.cfg.RetryPause)
	}
}

func (p *POS) pause(try int) time.Duration {
	if try <= p.cfg.Retries {
		return p.cfg.RetryPause
	}
	return p.cfg.OutboxPause
}

// do tries a task once. An error means that nobody knows whether it happened.
func (p *POS) do(f *loop.Fiber, t *task) (answer, error) {
	switch t.Act {
	case hold, charge:
		c, kind := p.covers[t.Cover], readCard
		if c.Offline || c.Kind == Phone {
			kind = keyedCard
		}
		return p.gateway.authorise(f, t, kind, p.metadata(c))
	case capture:
		return p.gateway.capture(f, t, p.saleData(t.Sale))
	case cancel:
		return p.gateway.cancel(f, t)
	case refund:
		return p.gateway.refund(f, t)
	case post:
		return p.post(f, t)
	case award:
		return p.giveAward(f, t)
	}
	panic("pos: no act " + string(t.Act))
}

// close closes a task.
func (t *task) close() *task {
	t.Done = true
	return t
}
