package pos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// salePosting is a sale as order management gets it; a repeat has the same bytes.
func (p *POS) salePosting(s *sale) forecourt.SalePosting {
	kind := forecourt.NotPaid
	switch {
	case s.Paid.IsZero():
	case s.Tender == Cash:
		kind = forecourt.PaidByCash
	case s.Tender == Card:
		kind = forecourt.PaidByCard
	}
	return forecourt.SalePosting{
		Sale: s.ID, Site: p.cfg.Site, Point: s.Point, Grade: s.Grade, Volume: s.Volume, Price: s.Price, Amount: s.Amount,
		Paid: s.Paid, Payment: kind, Brand: s.Card.Brand, Last4: s.Card.Last4, Recovered: s.Recovered, Customer: s.Member.Token, Fleet: s.Fleet, EndedAt: s.EndedAt,
	}
}

// post posts a sale once. An error means that nobody knows whether order management has it.
func (p *POS) post(f *loop.Fiber, t *task) (answer, error) {
	body, err := json.Marshal(p.salePosting(p.sales[t.Sale]).Envelope())
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
