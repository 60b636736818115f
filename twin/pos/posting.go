package pos

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// salePosting is a sale as order management gets it; a repeat has the same bytes.
func (p *POS) salePosting(s *sale) forecourt.SalePosting {
	return forecourt.SalePosting{
		Sale: s.ID, Site: p.cfg.Site, Point: s.Point, Grade: s.Grade, Volume: s.Volume, Price: s.Price, Amount: s.Amount,
		Paid: s.Paid, Payment: kindOf(s), Brand: s.Card.Brand, Last4: s.Card.Last4, Recovered: s.Recovered,
		Customer: cmp.Or(s.Member.Token, s.Customer), Fleet: s.Fleet, EndedAt: s.EndedAt,
		Compensation: s.Compensation,
	}
}

// kindOf says with what a sale was settled.
func kindOf(s *sale) forecourt.PaymentKind {
	switch {
	case s.Paid.IsZero():
	case s.Tender == Cash:
		return forecourt.PaidByCash
	case s.Customer != "":
		return forecourt.PaidByMobile
	case s.Tender == Card:
		return forecourt.PaidByCard
	}
	return forecourt.NotPaid
}

// envelope is what a task posts: a sale, money that has gone back, or a close.
func (p *POS) envelope(t *task) any {
	switch {
	case t.Payback != "":
		return p.paybackPosting(p.paybacks[t.Payback]).Envelope()
	case t.Closing != "":
		return p.closePosting(p.closings[t.Closing]).Envelope()
	}
	return p.salePosting(p.sales[t.Sale]).Envelope()
}

// post posts something once. An error means that nobody knows whether order management has it.
func (p *POS) post(f *loop.Fiber, t *task) (answer, error) {
	body, err := json.Marshal(p.envelope(t))
	if err != nil {
		return answer{Reason: err.Error()}, nil
	}
	r, err := http.NewRequestWithContext(on(f), http.MethodPost, p.cfg.OMSURL, bytes.NewReader(body))
	if err != nil {
		return answer{Reason: err.Error()}, nil
	}
	r.Header.Set("Content-Type", forecourt.CloudEventMedia)
	r.Header.Set("Idempotency-Key", t.Key)
	res, err := p.oms.Do(r)
	if err != nil {
		return answer{}, err
	}
	_ = res.Body.Close()
	switch {
	case res.StatusCode < 300:
		return answer{OK: true}, nil
	case res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusRequestTimeout:
		return answer{}, fmt.Errorf("pos: order management answered %s", res.Status)
	}
	return answer{Reason: res.Status}, nil
}
