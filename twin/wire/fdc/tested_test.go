package fdc

import (
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestMain(m *testing.M) { wiretest.Main(m, Dialect{}) }

// Every request goes to the controller and every answer back, and whatever either end says unasked arrives as what it is.
func TestEveryMessageTravels(t *testing.T) {
	d := Dialect{Phrase: "pass"}
	pos, fromPOS := open(t, d, wire.POS)
	fdc, fromFDC := open(t, d, wire.Controller)
	travels := func(from, to wire.Session, said, heard *pipe, d Document) Document {
		t.Helper()
		said.said, heard.heard = nil, nil
		if err := from.Do(clock.Epoch, 0, d); err != nil {
			t.Fatal(err)
		}
		for _, b := range said.said {
			hear(to, clock.Epoch, b)
		}
		if len(heard.heard) != 1 {
			t.Fatalf("%T arrives as %v, faults %v", d, heard.heard, heard.faults)
		}
		return heard.heard[0].(Document)
	}
	for _, kind := range RequestTypes {
		ask := &ServiceRequest{RequestType: kind, ApplicationSender: "POS", WorkstationID: "01", RequestID: "7"}
		if got := travels(pos, fdc, fromPOS, fromFDC, ask).(*ServiceRequest); got.RequestType != kind || got.RequestID != "7" {
			t.Errorf("%s arrives as %+v", kind, got)
		}
		answer := &ServiceResponse{RequestType: kind, ApplicationSender: "POS", WorkstationID: "01", RequestID: "7", OverallResult: "Success"}
		if got := travels(fdc, pos, fromFDC, fromPOS, answer).(*ServiceResponse); got.RequestType != kind || got.OverallResult != "Success" {
			t.Errorf("the answer to %s arrives as %+v", kind, got)
		}
	}
	for _, kind := range []string{FPStateChange, FuelSaleTrx} {
		if got := travels(fdc, pos, fromFDC, fromPOS, &FDCMessage{MessageType: kind}).(*FDCMessage); got.MessageType != kind {
			t.Errorf("%s arrives as %+v", kind, got)
		}
	}
}
