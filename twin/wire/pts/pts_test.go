package pts

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

const request = `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpGetStatus","Data":{"Pump":1}}]}`

func TestTheSheetsMessages(t *testing.T) {
	body, err := Decode([]byte(request))
	if err != nil {
		t.Fatal(err)
	}
	var ask Ask
	p := body.Packets[0]
	if err := p.Get(&ask); err != nil || p.ID != 1 || p.Type != PumpGetStatus || *ask.Pump != 1 || ask.Nozzle != nil {
		t.Errorf("%+v, %+v, %v", p, ask, err)
	}
	one := 1
	if got := string(Encode(Body{Packets: []Packet{Request(1, PumpGetStatus, Ask{Pump: &one})}})); got != request {
		t.Errorf("written as %s", got)
	}
	for want, p := range map[string]Packet{
		`{"Id":1,"Type":"PumpLock","Message":"OK"}`:                                                               Packet{ID: 1, Type: PumpLock}.OK(),
		`{"Id":7,"Type":"PumpStop","Error":true,"Code":43,"Message":"JSONPTS_ERROR_PUMP_NOT_IN_FILLING_PROCESS"}`: Packet{ID: 7, Type: PumpStop}.Refuse(NotFilling),
		`{"Id":2,"Type":"PumpAuthorizeConfirmation","Data":{"Pump":3,"Transaction":9}}`:                           Packet{ID: 2}.Answer(Confirmation{3, 9}),
	} {
		got := string(Encode(Body{Packets: []Packet{p}}))
		if got != `{"Protocol":"jsonPTS","Packets":[`+want+`]}` {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestNumbersKeepTheirDecimals(t *testing.T) {
	f := Filling{
		Pump: 1, Volume: Plain(unit.Indicated{Count: 3250, Decimals: 2}), Amount: Plain(unit.Money{Minor: 5850, Currency: "EUR"}),
		Price: Plain(unit.Price{E4: 18000, Currency: "EUR"}), TCVolume: "0",
	}
	got := string(Packet{ID: 1}.Answer(f).Data)
	for _, want := range []string{`"Volume":32.50`, `"Amount":58.50`, `"Price":1.800`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	var ask Ask
	_ = json.Unmarshal([]byte(`{"Dose":20.50,"Prices":[1.799,0]}`), &ask)
	if ask.Dose.String() != "20.50" || ask.Prices[0].String() != "1.799" {
		t.Errorf("%+v", ask)
	}
	if e := string(Packet{ID: 1}.Answer(Ended{Filling: f, DateTime: "2026-01-05T00:00:00"}).Data); !strings.Contains(e, `"Volume":32.50`) {
		t.Errorf("the end of a transaction is %s", e)
	}
}

func TestBodiesAreRefusedWithTheirCode(t *testing.T) {
	for text, want := range map[string]Code{
		`{`: InvalidJSON, `[]`: InvalidJSON, ``: InvalidJSON, `{"Protocol":"x","Packets":[]}`: InvalidJSON,
		`{"Protocol":"jsonPTS"}`: NoData, `{"Protocol":"jsonPTS","Packets":[]}`: NoData,
		`{"Protocol":"jsonPTS","Packets":[{"Id":70000,"Type":"a"}]}`:                                       InvalidJSON,
		`{"Protocol":"jsonPTS","Packets":[{"Id":1}]}`:                                                      InvalidJSON,
		`{"Protocol":"jsonPTS","Packets":[` + strings.Repeat(`{"Type":"a"},`, 512) + `{"Type":"a"}]}`:      RequestTooLong,
		strings.Repeat(" ", MaxBody+1):                                                                     RequestTooLong,
		`{"Protocol":"jsonPTS","a":` + strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth) + `}`: InvalidJSON,
	} {
		_, err := Decode([]byte(text))
		var r *Refusal
		if !errors.As(err, &r) || r.Code != want {
			t.Errorf("%.60s: %v, want code %d", text, err, want)
		}
		if b := Refused(err); !b.Error || b.Code != want || b.Message != want.String() {
			t.Errorf("%.60s is answered %+v", text, b)
		}
	}
	if err := (Packet{}).Get(&Ask{}); err == nil {
		t.Error("a packet without data has some")
	}
}

func TestEveryMessageHasAMeaning(t *testing.T) {
	if n := len(Dialect{}.Messages()); n != len(Requests)+len(Answers)+len(Uploads) {
		t.Errorf("%d messages", n)
	}
	for _, m := range (Dialect{}).Messages() {
		if m.Meaning == "" {
			t.Errorf("%s has no meaning", m.Name)
		}
	}
	if _, err := (Dialect{}).Open(wire.POS, wire.Options{}, nil); err == nil {
		t.Error("a session was opened")
	}
}

func ExampleDialect_Describe() {
	fmt.Println(Dialect{}.Describe(wire.FromController, []byte(request), wire.Options{}))
	// Output: 1 PumpGetStatus {"Pump":1} <nil>
}

// FuzzDecode: no body stops the decoder, and what was read can be answered.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{request, `{`, `{"Protocol":"jsonPTS","Error":true}`, `{"Protocol":"jsonPTS","Packets":[{"Type":"a","Data":[1e999]}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		body, err := Decode(b)
		if err != nil {
			_ = Encode(Refused(err))
			return
		}
		if _, err := Decode(Encode(body)); err != nil {
			var r *Refusal
			if errors.As(err, &r) && r.Code == RequestTooLong {
				return // escapes are longer than what they stand for
			}
			t.Fatalf("%q was read, and written as %q: %v", b, Encode(body), err)
		}
		for _, p := range body.Packets {
			var ask Ask
			_ = p.Get(&ask)
			_ = Encode(Body{Packets: []Packet{p.OK(), p.Refuse(NotFound)}})
		}
		_, _ = Dialect{}.Describe(wire.FromController, b, wire.Options{})
	})
}
