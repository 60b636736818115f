package ifsf

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// reportStatus takes a state. The end of a sale is not told before its transaction is: see finish.
func (d *dispenser) reportStatus(p *fuellingPoint, s forecourt.Status) error {
	if s.State < forecourt.Inoperative || s.State > forecourt.SuspendedFuelling {
		return fmt.Errorf("ifsf: there is no %s to report", s.State)
	}
	before := p.status
	p.status = s
	switch {
	case s.State == forecourt.Closed:
		p.opened = false
	case s.State > forecourt.Calling && before.State <= forecourt.Calling:
		p.opened = true // by somebody else's hand; what it does is the truth
	}
	if s.State.Delivering() && !p.selling {
		p.selling = true
		p.volume, p.amount = d.codec.noVolume(), d.codec.noAmount()
		p.current = 0
		if p.out {
			p.current = p.nozzle
		}
	}
	if s.LimitReached && !before.LimitReached {
		d.tellError(p, errorLimit)
	}
	if s.Ended {
		p.ending = true
		return nil
	}
	p.taken, p.ending = false, false
	if !s.State.Delivering() {
		p.selling, p.current = false, 0
	}
	d.tellState(p)
	return nil
}

// finish moves a finished sale into the buffer and lets the electronics go on: they know a sale that is ended and must be
// reset, IFSF knows an idle point and a transaction. It runs a moment after the report, when the electronics are through
// with whatever ended the sale. While the buffer is full, the sale stays where it is and the point is not reset.
func (d *dispenser) finish(p *fuellingPoint) {
	resting := p.status.State == forecourt.Idle || p.status.State == forecourt.Calling
	if !p.taken {
		if resting {
			d.out.Heard(p.address, forecourt.ReturnFilling{}) // answered from within, where it is at all
		}
		empty := p.volume.Count == 0 && p.amount.Minor == 0
		switch {
		case empty && p.zeroMode == 0:
		case p.full():
			p.ending = false
			d.tellState(p)
			return
		default:
			d.takeSale(p)
		}
		p.taken, p.selling, p.current = true, false, 0
		p.volumePreset, p.amountPreset = d.codec.noVolume(), d.codec.noAmount()
	}
	p.ending = false
	if resting && p.status.Ended {
		d.out.Heard(p.address, forecourt.Reset{})
	}
	d.tellState(p)
}

// takeSale makes a transaction of what the display shows.
func (d *dispenser) takeSale(p *fuellingPoint) {
	if p.seq++; p.seq > maxSeq {
		p.seq = 1
	}
	s := sale{
		seq: p.seq, owner: p.releaser, token: p.token, amount: p.amount, volume: p.volume, price: p.price, nozzle: p.used(),
		mode: p.mode, state: salePayable, warmth: p.warmth, measured: p.measured,
	}
	if n := int(s.nozzle); n > 0 {
		z := &p.nozzles[n-1]
		z.sales++
		if z.product > 0 {
			s.product = d.products[z.product-1].number
		}
		d.out.Heard(p.address, forecourt.ReturnTotals{Nozzle: s.nozzle})
		d.out.Heard(p.address, forecourt.ReturnTotals{Nozzle: s.nozzle, Amount: true})
	}
	p.sales = append(p.sales, s)
	d.tellSale(p, &s)
}

func (d *dispenser) reportNozzle(p *fuellingPoint, r forecourt.NozzleReport) error {
	if int(r.Nozzle) > len(p.nozzles) || r.Out && r.Nozzle == 0 {
		return fmt.Errorf("ifsf: nozzle %d, out: %t, of %d nozzles", r.Nozzle, r.Out, len(p.nozzles))
	}
	var err error
	if d.scratch, err = d.codec.appendPrice(d.scratch[:0], r.Price); err != nil {
		return err
	}
	p.nozzle, p.out = r.Nozzle, r.Out
	if p.selling && r.Out && p.current == 0 {
		p.current = r.Nozzle
	}
	if p.current == 0 || p.current == r.Nozzle {
		p.price = r.Price
	}
	d.tellState(p)
	return nil
}

func (d *dispenser) reportFilling(p *fuellingPoint, r forecourt.FillingReport) error {
	b, err := d.codec.appendVolume(d.scratch[:0], r.Volume, quantityLen)
	if err == nil {
		b, err = d.codec.appendAmount(b, r.Amount, quantityLen)
	}
	if d.scratch = b; err != nil {
		return err
	}
	p.volume, p.amount, p.warmth, p.measured = r.Volume, r.Amount, r.Temperature, r.Measured
	if !p.selling || p.status.Ended || d.now < p.runningAt {
		return nil
	}
	p.runningAt = d.now.Add(time.Duration(p.frequency) * 100 * time.Millisecond)
	d.tellRunning(p)
	return nil
}

func (d *dispenser) reportTotals(p *fuellingPoint, r forecourt.TotalsReport) (err error) {
	if r.Nozzle < 1 || int(r.Nozzle) > len(p.nozzles) {
		return fmt.Errorf("ifsf: totals of nozzle %d of %d", r.Nozzle, len(p.nozzles))
	}
	z := &p.nozzles[r.Nozzle-1]
	if r.IsAmount {
		if d.scratch, err = d.codec.appendAmount(d.scratch[:0], r.Totals.Amount, totalLen); err == nil {
			z.amount, z.hasAmount = r.Totals.Amount, true
		}
		return err
	}
	if d.scratch, err = d.codec.appendVolume(d.scratch[:0], r.Totals.Volume, totalLen); err == nil {
		z.volume, z.hasVolume = r.Totals.Volume, true
	}
	return err
}

// reportPrices takes what the electronics sell at: that is the truth, also where something else was written.
func (d *dispenser) reportPrices(p *fuellingPoint, r forecourt.PricesReport) (err error) {
	if len(r.Prices) == 0 || len(r.Prices) > maxNozzle {
		return fmt.Errorf("ifsf: %d prices, a fuelling point has 1 to %d", len(r.Prices), maxNozzle)
	}
	for _, price := range r.Prices {
		if d.scratch, err = d.codec.appendPrice(d.scratch[:0], price); err != nil {
			return err
		}
	}
	p.heard = append(p.heard[:0], r.Prices...)
	for i, price := range r.Prices[:min(len(r.Prices), len(p.nozzles))] {
		if n := p.nozzles[i].product; n > 0 && price.E4 > 0 {
			d.products[n-1].price, d.products[n-1].priced = price, true
		}
	}
	return nil
}
