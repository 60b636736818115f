package profile

import "github.com/forecourt/forecourt/twin/strict"

// PriceSign is a model of price signs.
type PriceSign struct {
	Change   Latency // from an order until the sign shows it and answers
	Patience Span    // how long the POS waits for the answer, before it asks again
}

func (*PriceSign) check(*checker) {}

func (m *PriceSign) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		PriceSign
	}{PriceSign: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.PriceSign
	return err
}
