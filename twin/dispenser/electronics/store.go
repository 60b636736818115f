package electronics

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// The store is a snapshot, a JSON object, and after it the pulses of the running sale at each display update, a number.

// snapshot is all that survives a power cut, in the device's own counts.
type snapshot struct {
	Nozzles []keptNozzle `json:"nozzles"`
	Sale    *keptSale    `json:"sale,omitempty"`
}

type keptNozzle struct {
	Counted int64 `json:"counted"`
	Volume  int64 `json:"volume"`
	Amount  int64 `json:"amount"`
	Sold    int64 `json:"sold"`
	Taken   int64 `json:"taken"`
	Sales   int   `json:"sales"`
	Gross   int64 `json:"gross,omitempty"` // what is more of them than Counted
}

type keptSale struct {
	Nozzle  int                  `json:"nozzle"`
	Price   int64                `json:"price"`
	Level   forecourt.PriceLevel `json:"level,omitzero"`
	Base    int64                `json:"base"`
	Cap     int64                `json:"cap,omitempty"`
	Pulses  int64                `json:"pulses"`
	Gross   int64                `json:"gross,omitempty"`
	Net     int64                `json:"net,omitempty"`
	Warmth  int64                `json:"warmth,omitempty"`
	Volume  int64                `json:"volume"`
	Amount  int64                `json:"amount"`
	Reason  forecourt.EndReason  `json:"reason,omitempty"`
	Started clock.Instant        `json:"started"`
	Ended   clock.Instant        `json:"ended,omitempty"`
	Done    bool                 `json:"done,omitempty"`
	Cut     bool                 `json:"cut,omitempty"`
}

// save writes everything.
func (e *Electronics) save() {
	var kept snapshot
	for i := range e.nozzles {
		n := &e.nozzles[i]
		kept.Nozzles = append(kept.Nozzles, keptNozzle{
			Counted: n.counted, Volume: n.totals.Volume.Count, Amount: n.totals.Amount.Minor,
			Sold: n.sold.Count, Taken: n.taken.Minor, Sales: n.sales,
			Gross: n.gross - n.counted,
		})
	}
	if s := e.sale; s != nil {
		kept.Sale = &keptSale{
			Nozzle: s.nozzle, Price: s.price.E4, Level: s.level, Base: s.base, Cap: s.cap, Pulses: s.pulses, Gross: s.gross,
			Net: s.net, Warmth: s.warmth, Volume: s.volume.Count, Amount: s.amount.Minor, Reason: s.reason, Started: s.startedAt, Ended: s.endedAt, Done: s.done, Cut: s.cut,
		}
	}
	b, err := json.Marshal(kept)
	if err != nil {
		panic(fmt.Sprintf("electronics: %v", err)) // numbers and a word
	}
	e.env.Store().Replace(b)
}

// saveProgress writes how many pulses the running sale has.
func (e *Electronics) saveProgress() {
	e.record = strconv.AppendInt(e.record[:0], e.sale.pulses, 10)
	e.env.Store().Append(e.record)
	e.env.Store().Flush()
}

// load reads the store back; false when there is nothing in it.
func (e *Electronics) load() bool {
	var kept snapshot
	found := false
	e.env.Store().Replay(func(record []byte) {
		if err := e.read(record, &kept); err != nil {
			e.env.Fault(fmt.Errorf("electronics: store: %w", err))
			return
		}
		found = true
	})
	for i := range e.nozzles { // what the store does not tell is gone
		n := &e.nozzles[i]
		n.counted, n.sales, n.totals, n.sold, n.taken, n.gross = 0, 0, n.Opening, e.zeroVolume(), e.zeroMoney(), 0
	}
	for i := range kept.Nozzles {
		n, k := &e.nozzles[i], &kept.Nozzles[i]
		n.counted, n.sales, n.gross = k.Counted, k.Sales, k.Counted+k.Gross
		n.totals.Volume.Count, n.totals.Amount.Minor = k.Volume, k.Amount
		n.sold.Count, n.taken.Minor = k.Sold, k.Taken
	}
	e.sale = nil
	if k := kept.Sale; k != nil {
		e.sale = e.revived(k)
	}
	return found
}

func (e *Electronics) read(record []byte, kept *snapshot) error {
	if len(record) > 0 && record[0] == '{' {
		*kept = snapshot{}
		if err := json.Unmarshal(record, kept); err != nil {
			return err
		}
		if len(kept.Nozzles) != len(e.nozzles) {
			return fmt.Errorf("it has %d nozzles, the device %d", len(kept.Nozzles), len(e.nozzles))
		}
		return nil
	}
	n, err := strconv.ParseInt(string(record), 10, 64)
	if err == nil && kept.Sale != nil {
		kept.Sale.Pulses = n
	}
	return err
}

func (e *Electronics) revived(k *keptSale) *sale {
	volume, amount := e.zeroVolume(), e.zeroMoney()
	volume.Count, amount.Minor = k.Volume, k.Amount
	return &sale{
		nozzle: k.Nozzle, price: unit.Price{E4: k.Price, Currency: amount.Currency, Unit: volume.Unit}, level: k.Level, base: k.Base, cap: k.Cap,
		pulses: k.Pulses, gross: k.Gross, net: k.Net, warmth: k.Warmth, volume: volume, amount: amount, reason: k.Reason, startedAt: k.Started, endedAt: k.Ended,
		done: k.Done, cut: k.Cut,
	}
}
