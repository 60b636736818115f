package cli

import (
	"encoding/json"

	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/oms"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

// pointState is what GET /state says of a fuelling point.
type pointState struct {
	State   forecourt.State  `json:"state"`
	Out     forecourt.Nozzle `json:"nozzle_out"` // 0: all are in their boots
	Volume  unit.Indicated   `json:"volume"`     // on the display
	Amount  unit.Money       `json:"amount"`
	Nozzles []nozzleState    `json:"nozzles"`
}

type nozzleState struct {
	Nozzle      forecourt.Nozzle `json:"nozzle"`
	Grade       forecourt.Grade  `json:"grade"`
	Price       *unit.Price      `json:"price"` // none before the first one was sent
	TotalVolume unit.Indicated   `json:"total_volume"`
	TotalAmount unit.Money       `json:"total_amount"`
}

type controllerState struct {
	Unpaid []json.RawMessage `json:"unpaid"` // the fields of sale-finished
}

type takenState struct {
	Captured any `json:"captured"`
	Held     any `json:"held,omitempty"`
}

type omsState struct {
	Postings int       `json:"postings"`
	Ledger   []oms.Sum `json:"ledger"`
}

// state is what GET /state says, by role. It is called on the loop.
func (lv *living) state() any {
	s := lv.station
	roles := map[string]any{}
	for _, p := range s.Points() {
		roles[p.Role().String()] = stateOf(p)
	}
	if c := s.Controller(); c != nil {
		unpaid := []json.RawMessage{}
		for _, sale := range c.Unpaid() {
			unpaid = append(unpaid, journal.Fields(forecourt.SaleFinished{Sale: sale}))
		}
		roles[station.ControllerRole.String()] = controllerState{unpaid}
	}
	if r := s.Stock(); r != nil {
		roles[stock.Role.String()] = r.View()
	}
	for _, t := range lv.plan.Tanks {
		r := tank.Role(t.Tank)
		roles[r.String()] = map[string]any{
			"grade": t.Grade, "stock": lv.reading(r, "stock"), "height": lv.reading(r, "height"), "water": lv.reading(r, "water"),
			"temperature": lv.reading(r, "temperature"), "ullage": lv.reading(r, "ullage"),
		}
	}
	if s.Loop().Has(station.GatewayRole) {
		roles[station.GatewayRole.String()] = takenState{Captured: lv.reading(station.GatewayRole, "captured")}
	}
	if s.HasHost() {
		roles[station.HostRole.String()] = takenState{
			lv.reading(station.HostRole, "captured"), lv.reading(station.HostRole, "held"),
		}
	}
	if o := s.OMS(); o != nil {
		roles[station.OMSRole.String()] = omsState{len(o.Ledger()), append([]oms.Sum{}, o.Sums()...)}
	}
	for _, n := range lv.network {
		for _, role := range n.Roles {
			roles[role] = networkStateOf(n)
		}
	}
	return roles
}

func (lv *living) reading(r forecourt.Role, what string) any {
	v, err := lv.station.Reading(r, what)
	if err != nil {
		return nil
	}
	return v
}

func stateOf(p *station.Point) pointState {
	e := p.Electronics
	st := pointState{State: e.State().State, Out: e.Out(), Nozzles: []nozzleState{}}
	st.Volume, st.Amount = e.Display()
	prices := e.Prices()
	for i, b := range e.Books() {
		n := nozzleState{Nozzle: b.Nozzle, Grade: b.Grade, TotalVolume: b.Totals.Volume, TotalAmount: b.Totals.Amount}
		if at := int(b.Nozzle) - 1; at < len(prices) && i < len(prices) && prices[at] != (unit.Price{}) {
			n.Price = &prices[at]
		}
		st.Nozzles = append(st.Nozzles, n)
	}
	return st
}
