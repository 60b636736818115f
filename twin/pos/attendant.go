package pos

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/service"
)

// TagAttendant holds an attendant's tag to a point, or to his handheld where no point is named; or it tags him out.
type TagAttendant struct {
	Attendant string
	Point     forecourt.Point
	Out       bool
}

// Stimulus implements forecourt.Stimulus.
func (TagAttendant) Stimulus() string { return "tag-attendant" }

// What the POS tells of attendants. Who tags out is told of by Reported, which is his hand-over.
type (
	// TaggedIn says that an attendant serves a point; 0: every one at which no other is tagged in.
	TaggedIn struct {
		Attendant string          `event:"attendant"`
		Point     forecourt.Point `event:"fuelling-point"`
		Duty      string          `event:"duty"`
	}
	// TaggedOut says that his duty is over.
	TaggedOut struct {
		Attendant string `event:"attendant"`
		Duty      string `event:"duty"`
	}
	// Lapsed says that an attendant's release ended without a sale.
	Lapsed struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Attendant string          `event:"attendant"`
		Why       string          `event:"why"`
		Reference string          `event:"reference"`
	}
)

// Event names.
func (TaggedIn) Event() string  { return "tagged-in" }
func (TaggedOut) Event() string { return "tagged-out" }
func (Lapsed) Event() string    { return "release-lapsed" }

// duty is the time from when an attendant tags in until he tags out.
type duty struct {
	ID        string            `json:"id"`
	Attendant string            `json:"attendant"`
	Points    []forecourt.Point `json:"points,omitempty"` // at which he has tagged in
	Handheld  bool              `json:"handheld,omitempty"`
	Since     clock.Instant     `json:"since"`
	Until     clock.Instant     `json:"until,omitempty"` // 0: it goes on
}

func (d *duty) enter(b *books) { put(b.duties, &b.order.duties, d.ID, d) }

// duty returns the present duty of an attendant; nil: he is not tagged in.
func (p *POS) duty(attendant string) *duty {
	for _, id := range p.books.order.duties {
		if d := p.duties[id]; d.Attendant == attendant && d.Until == 0 {
			return d
		}
	}
	return nil
}

// tagged returns who is tagged in at a point; empty: nobody.
func (p *POS) tagged(n forecourt.Point) string {
	for _, id := range p.books.order.duties {
		if d := p.duties[id]; d.Until == 0 && slices.Contains(d.Points, n) {
			return d.Attendant
		}
	}
	return ""
}

// serves says whether an attendant serves a point: his tag is there, or nobody's is and he has a handheld.
func (p *POS) serves(attendant string, n forecourt.Point) bool {
	d, there := p.duty(attendant), p.tagged(n)
	return d != nil && (there == attendant || there == "" && d.Handheld)
}

func (p *POS) tag(t TagAttendant) string {
	switch {
	case !slices.Contains(p.cfg.Attendants, t.Attendant):
		return fmt.Sprintf("there is no attendant %s", t.Attendant)
	case t.Out:
		return p.tagOut(t.Attendant)
	case t.Point != 0 && !p.has(t.Point):
		return noPoint(t.Point)
	case t.Point != 0 && p.tagged(t.Point) != "" && p.tagged(t.Point) != t.Attendant:
		return fmt.Sprintf("fuelling point %d is attendant %s's", t.Point, p.tagged(t.Point))
	}
	d := p.duty(t.Attendant)
	if d == nil {
		d = &duty{ID: fmt.Sprintf("%s/%d", t.Attendant, len(p.books.order.duties)+1), Attendant: t.Attendant, Since: p.env.Now()}
	}
	switch {
	case t.Point == 0:
		d.Handheld = true
	case !slices.Contains(d.Points, t.Point):
		d.Points = append(d.Points, t.Point)
	}
	p.keep(d)
	p.tell(TaggedIn{t.Attendant, t.Point, d.ID})
	return ""
}

// tagOut ends a duty. Sales that wait to be paid are anybody's from then on; they stand in the hand-over.
func (p *POS) tagOut(attendant string) string {
	d := p.duty(attendant)
	if d == nil {
		return attendant + " is not tagged in"
	}
	for _, n := range p.cfg.Points {
		if c := p.points[n].cover; c != nil && c.By.Attendant == attendant {
			return fmt.Sprintf("%s has released fuelling point %d", attendant, n)
		}
	}
	for _, id := range p.books.order.sales {
		if s := p.sales[id]; s.State == Paying && s.By.Attendant == attendant {
			return fmt.Sprintf("%s is paid for sale %s", attendant, s.ID)
		}
	}
	d.Until = p.env.Now()
	p.keep(d)
	p.tell(p.reportDuty(d))
	p.tell(TaggedOut{attendant, d.ID})
	return ""
}

// attend releases a point for a sale that an attendant takes the money for afterwards.
func (p *POS) attend(s AuthorisePoint) string {
	if why := p.notOffered(s.Point, p.point(s.Point).offers.Has(service.Attendant), service.Attendant); why != "" {
		return why
	}
	if why := p.busy(s.Point); why != "" {
		return why
	}
	if s.Loyalty != "" {
		return "an attendant reads no loyalty card; it is shown when the sale is paid"
	}
	if !p.serves(s.By.Attendant, s.Point) {
		return fmt.Sprintf("%s is not tagged in at fuelling point %d", s.By.Attendant, s.Point)
	}
	c := p.reserve(&cover{Kind: Served, Point: s.Point, By: s.By, Asked: s.LimitAmount, Volume: s.LimitVolume, Terms: s.Terms})
	c.turn(granted)
	p.release(c)
	p.goes("attend", func(f *loop.Fiber) { p.fulfil(f, c) })
	return ""
}

// sellServed makes a sale of an attendant's release: it is unpaid, and his.
func (p *POS) sellServed(c *cover, s *sale) {
	c.Sale = s.ID
	c.turn(sold)
	if d := p.duty(c.By.Attendant); d != nil {
		s.Duty = d.ID
	}
	if s.Amount.IsZero() {
		s.settleZero()
		p.keep(append([]entry{c, s}, p.over(s)...)...)
		p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
	} else {
		p.keep(c, s)
		p.tellUnpaid(s)
	}
	p.pass(c.ID, s)
	p.free(c)
}

func init() {
	forecourt.DefineEvent(Kind, TaggedIn{}, "an attendant serves a fuelling point, or all (0)")
	forecourt.DefineEvent(Kind, TaggedOut{}, "an attendant's duty is over")
	forecourt.DefineEvent(Kind, Lapsed{}, "an attendant's release ended without a sale")
}
