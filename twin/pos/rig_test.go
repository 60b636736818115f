package pos

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// rig is a POS with a fake controller, one fake terminal at point 1, a fake gateway and a fake order management.
type rig struct {
	t       fataler
	loop    *loop.Loop
	pos     *POS
	control *fakeController
	gateway *fakeGateway
	oms     *fakeOMS
	told    []forecourt.Told
	journal strings.Builder
	link    *line.Link
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

// step is something that is done at an instant after the start.
type step struct {
	at time.Duration
	do func(*rig)
}

var (
	controllerRole = forecourt.Role{Kind: "controller"}
	readerRole     = forecourt.Role{Kind: "card-reader", Number: 1}
)

func newRig(t fataler, cfg Config) *rig {
	r := &rig{t: t, gateway: newFakeGateway(), oms: &fakeOMS{sales: map[string]string{}}, control: newFakeController()}
	r.loop = loop.New(loop.Options{Seed: 7, Journal: journal.New(&r.journal)})
	cfg.Points, cfg.Readers = []forecourt.Point{1, 2}, map[int]forecourt.Point{1: 1}
	cfg.Products = map[forecourt.Grade]string{"diesel": "020"}
	r.pos = New(r.loop, cfg)
	r.loop.Add(controllerRole, r.control, 0)
	r.loop.Add(Role, r.pos, Timers)
	r.loop.Add(readerRole, &fakeReader{}, 0)
	r.link = r.loop.Link(5*time.Millisecond, loop.Socket{Role: Role, Port: ToController}, loop.Socket{Role: controllerRole})
	r.loop.Link(5*time.Millisecond, loop.Socket{Role: Role, Port: ToReader(1)}, loop.Socket{Role: readerRole})
	r.loop.Serve("gateway", forecourt.Role{Kind: "gateway"}, 20*time.Millisecond, r.gateway, payment.Mask)
	r.loop.Serve("oms", forecourt.Role{Kind: "oms"}, 20*time.Millisecond, r.oms, payment.Mask)
	r.loop.Watch(func(e forecourt.Told) { r.told = append(r.told, e) })
	return r
}

// play runs a script and then lets an hour pass.
func (r *rig) play(script ...step) {
	r.t.Helper()
	defer r.loop.Close()
	r.loop.Go(forecourt.Role{Kind: "test"}, "script", func(f *loop.Fiber) {
		for _, s := range script {
			f.SleepUntil(clock.Epoch.Add(s.at))
			s.do(r)
		}
	})
	if err := r.loop.Run(clock.Epoch.Add(3 * time.Hour)); err != nil {
		r.t.Fatalf("run: %v", err)
	}
}

func at(d time.Duration, do func(*rig)) step { return step{d, do} }

func (r *rig) sense(role forecourt.Role, s forecourt.Stimulus) {
	if err := r.loop.Sense(role, s); err != nil {
		r.t.Errorf("%v", err)
	}
}

func cashier(s forecourt.Stimulus) func(*rig) { return func(r *rig) { r.sense(Role, s) } }

func card(name string) func(*rig) {
	return func(r *rig) { r.sense(readerRole, payment.InsertCard{Card: name}) }
}

func state(p forecourt.Point, s forecourt.State) func(*rig) {
	return func(r *rig) { r.control.state(p, s) }
}

func finished(id string, p forecourt.Point, minor int64) func(*rig) {
	return func(r *rig) { r.control.finish(fuel(id, p, minor)) }
}

func fuel(id string, p forecourt.Point, minor int64) forecourt.Sale {
	return forecourt.Sale{
		ID: id, Point: p, Nozzle: 1, Grade: "diesel", Price: unit.Price{E4: 10000, Currency: "EUR"},
		Volume: unit.Indicated{Count: minor, Decimals: 2}, Amount: eur(minor), Reason: forecourt.EndedByNozzle,
	}
}

// names lists the POS's events but its receipts, by name.
func (r *rig) names() string {
	var all []string
	for _, e := range r.told {
		if e.Role == Role && e.Event.Event() != "receipt-printed" {
			all = append(all, e.Event.Event())
		}
	}
	return strings.Join(all, " ")
}

func (r *rig) count(name string) (n int) {
	for _, e := range r.told {
		if e.Role == Role && e.Event.Event() == name {
			n++
		}
	}
	return n
}

// balance checks that money, sales and postings agree with the far ends, and that nothing is open.
func (r *rig) balance() {
	r.t.Helper()
	r.pos.env.Store().Replay(func(record []byte) {
		for _, n := range payment.CardNames() {
			if c, _ := payment.LookupCard(n); strings.Contains(string(record), c.PAN.Reveal()) {
				r.t.Errorf("the number of %s is in the books", n)
			}
		}
	})
	b := r.pos.Books()
	if len(b.Open) > 0 {
		r.t.Errorf("open tasks %v", b.Open)
	}
	var settled, taken int64
	for _, s := range b.Sales {
		if s.State == Settled && s.Tender == Card {
			settled += s.Paid.Minor
		}
		if !s.Volume.IsZero() && (s.State == Settled || s.State == WrittenOff) && (!s.Posted || r.oms.sales[s.Sale] == "") {
			r.t.Errorf("sale %s is not posted", s.Sale)
		}
	}
	settled -= r.balancePaybacks(b)
	r.balanceCloses(b)
	for _, c := range b.Covers {
		if c.State != Closed {
			r.t.Errorf("cover %s is %s", c.Reference, c.State)
		}
		if c.Captured.Cmp(c.Granted) > 0 {
			r.t.Errorf("cover %s captured %s of %s", c.Reference, c.Captured, c.Granted)
		}
	}
	for _, id := range r.gateway.order {
		i := r.gateway.intents[id]
		if i.status == "requires_capture" {
			r.t.Errorf("intent %s is still held", id)
		}
		if i.captures > 1 || i.cancels > 1 {
			r.t.Errorf("intent %s: %+v", id, i)
		}
		taken += i.received - i.refunded
	}
	if taken != settled {
		r.t.Errorf("the gateway took %d, the sales by card are worth %d", taken, settled)
	}
}

// fakeReader reads every card at once.
type fakeReader struct{}

func (fakeReader) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (fakeReader) Wake(*machine.Env, machine.Timer)            {}
func (fakeReader) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case payment.InsertCard:
		c, _ := payment.LookupCard(s.Card)
		env.Send(0, payment.CardRead{Reader: 1, Read: c.Read(payment.ContactChip)})
	case payment.PressCancel:
		env.Send(0, payment.Cancelled{Reader: 1})
	}
}

// fakeOMS keeps what it gets, by id.
type fakeOMS struct {
	sales    map[string]string
	conflict bool
	posts    int
}

func (o *fakeOMS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var e forecourt.CloudEventOf[json.RawMessage]
	var s forecourt.SalePosting
	err := json.Unmarshal(body, &e)
	if err == nil && e.Type == forecourt.SaleCompleted {
		if err = json.Unmarshal(e.Data, &s); err == nil {
			err = s.Validate()
		}
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	o.posts++
	if old := o.sales[e.ID]; old != "" && old != string(body) {
		o.conflict = true
		w.WriteHeader(http.StatusConflict)
		return
	}
	o.sales[e.ID] = string(body)
	w.WriteHeader(http.StatusAccepted)
}

var _ fataler = (*testing.T)(nil)

// automatic is a site where calls are answered by themselves.
var automatic = service.Schedule{Always: service.Of(service.Automatic, service.Prepay, service.Outdoor)}
