package pos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// member is a customer of the loyalty scheme as the books keep him. His number they never have.
type member struct {
	Token string `json:"token,omitempty"`
	Tier  string `json:"tier,omitempty"`
}

// visit is a member whose release the cashier ordered, until its sale.
type visit struct {
	ID     string `json:"id"` // the reference of the release
	Member member `json:"member"`
}

func (v *visit) enter(b *books) { b.visits[v.ID] = v }

// greeting is a member who has shown his number at a terminal and may bring a payment card next.
type greeting struct {
	over   bool // the service has answered, or will not
	member member
	until  clock.Instant
	waits  *loop.Fiber // for the answer
}

// greet looks up who shows a loyalty number at a terminal.
func (p *POS) greet(reader int, number payment.Secret) {
	point := p.cfg.Readers[reader]
	if !p.cfg.Loyalty.On() {
		p.prompt(reader, "there is no loyalty scheme here", false)
		return
	}
	g := &greeting{until: p.env.Now().Add(p.cfg.GreetWithin)}
	p.greeted[reader] = g
	p.goes("loyalty", func(f *loop.Fiber) {
		m, why := p.recognise(f, point, number)
		if g.over, g.member = true, m; g.waits != nil {
			g.waits.Wake()
		}
		if why != "" {
			p.prompt(reader, "no loyalty today, insert card", false)
			return
		}
		p.prompt(reader, "welcome, "+m.Tier+" member, insert card", false)
	})
}

// bringMember gives a cover the member who was greeted at its terminal. The answer of the service is waited for, never longer
// than it has for it; without one the sale goes on.
func (p *POS) bringMember(f *loop.Fiber, c *cover) {
	g := p.greeted[c.Reader]
	delete(p.greeted, c.Reader)
	if g == nil || g.until < f.Now() {
		return
	}
	g.waits = f
	f.Await(clock.Never, func() bool { return g.over })
	p.favour(c, g.member)
}

// favour gives a cover what a tier gets.
func (p *POS) favour(c *cover, m member) {
	c.Member = m
	c.Terms = p.favoured(c.Terms, m)
}

// favoured returns terms with what a member's tier gets.
func (p *POS) favoured(t forecourt.Terms, m member) forecourt.Terms {
	tier, _ := p.cfg.Loyalty.TierOf(m.Tier)
	t.Discount = together(t.Discount, tier.Discount)
	if tier.Level != nil {
		t.Level = *tier.Level
	}
	return t
}

// recognise asks the loyalty service who has a number, once, and tells what came of it.
func (p *POS) recognise(f *loop.Fiber, point forecourt.Point, number payment.Secret) (member, string) {
	var m struct{ Member, Tier string }
	status, err := p.askLoyalty(f, "/memberships", map[string]string{"number": number.Reveal()}, &m)
	why := ""
	switch _, known := p.cfg.Loyalty.TierOf(m.Tier); {
	case err != nil:
		why = "the loyalty service does not answer"
	case status == http.StatusNotFound:
		why = "nobody has this number"
	case status != http.StatusOK:
		why = fmt.Sprintf("the loyalty service answered %d", status)
	case !known:
		why = fmt.Sprintf("there is no tier %q here", m.Tier)
	}
	if why != "" {
		p.tell(MemberNotServed{point, why})
		return member{}, why
	}
	p.tell(MemberServed{point, m.Member, m.Tier})
	return member{m.Member, m.Tier}, ""
}

// askLoyalty asks the loyalty service something. An error means that it has not answered.
func (p *POS) askLoyalty(f *loop.Fiber, path string, ask, into any) (int, error) {
	body, err := json.Marshal(ask)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(on(f), http.MethodPost, p.cfg.LoyaltyURL+path, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := p.loyalty.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= http.StatusInternalServerError || res.StatusCode == http.StatusTooManyRequests {
		return 0, fmt.Errorf("pos: the loyalty service answered %s", res.Status)
	}
	if into == nil || res.StatusCode != http.StatusOK {
		return res.StatusCode, nil
	}
	answer, err := io.ReadAll(io.LimitReader(res.Body, loop.MaxBody))
	if err != nil {
		return 0, err
	}
	return res.StatusCode, json.Unmarshal(answer, into)
}

// membership returns the number of a test membership; none where no name is given.
func membership(name string) (payment.Secret, string) {
	n, ok := payment.LookupMembership(name)
	if name != "" && !ok {
		return n, fmt.Sprintf("there is no test membership %q", name)
	}
	return n, ""
}

// releaseMember releases a point for a member who pays afterwards.
func (p *POS) releaseMember(f *loop.Fiber, r forecourt.Release, who payment.Secret) {
	m, _ := p.recognise(f, r.Point, who)
	r.Terms = p.favoured(r.Terms, m)
	v := &visit{ID: p.reference(), Member: m}
	p.keep(v)
	r.Reference = v.ID
	p.order(r)
}

// payAsMember has a sale paid when it is known whether who pays is a member.
func (p *POS) payAsMember(n Pay, s *sale) string {
	who, why := membership(n.Loyalty)
	if why != "" {
		return why
	}
	p.goes("loyalty", func(f *loop.Fiber) {
		if m, why := p.recognise(f, s.Point, who); why == "" && s.State == Unpaid {
			s.Member = m
		}
		n.Sale, n.Loyalty = s.ID, ""
		if why := p.pay(n); why != "" {
			p.refuse(n, why)
		}
	})
	return ""
}
