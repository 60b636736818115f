package ifsf

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestConformance(t *testing.T) { wiretest.Run(t, profile()) }

func profile() wiretest.Profile {
	idle := []wire.Noun{pricesKnown, status(forecourt.Idle)}
	fuelling := []wire.Noun{pricesKnown, status(forecourt.Idle), nozzle(2, true), status(forecourt.Fuelling)}
	suspended := append(fuelling[:len(fuelling):len(fuelling)], status(forecourt.SuspendedFuelling))
	cross := func(given []wire.Noun, sent ...wire.Noun) wiretest.Crossing {
		return wiretest.Crossing{Given: given, Sent: sent}
	}
	state := func(s forecourt.State) wiretest.Crossing {
		return cross(idle, nozzle(2, true), status(s))
	}
	at := func(s forecourt.State) []wire.Noun {
		return []wire.Noun{pricesKnown, nozzle(2, true), status(s)}
	}
	limited := forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Fuelling, LimitReached: true}}
	both := forecourt.SetPrices{
		Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}, Credit: []unit.Price{eurPerL(1849), eurPerL(1709)},
	}
	return wiretest.Profile{
		Dialect: wiretest.Watch(New()), Options: euros, Stream: true, Settle: 5 * time.Second, Seeds: 6, Given: fuelling,
		Own: func(n wire.Noun) bool {
			switch n.(type) {
			case forecourt.Reachable, forecourt.ReturnFilling, forecourt.ReturnTotals, forecourt.ReturnPrices, forecourt.Reset:
				return true
			}
			return false
		},
		Command: func(i int) wire.Noun { return forecourt.PresetVolume{Limit: litres(int64(i+1)*250, 2)} },
		Report:  func(i int) wire.Noun { return filling(int64(i+1), int64(i)*2) },
		Commands: []wiretest.Crossing{
			cross(nil, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}}),
			cross(nil, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{}}),
			cross(nil, forecourt.ReturnTotals{Nozzle: 2}), cross(nil, forecourt.ReturnTotals{Nozzle: 1, Amount: true}),
			cross(nil, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}}),
			{Sent: []wire.Noun{both}, Want: []wire.Noun{forecourt.SetPrices{Prices: both.Prices}, both}},
			cross(idle, forecourt.SelectLevel{Level: forecourt.Credit}, forecourt.PresetAmount{Limit: eur(5000)}, forecourt.Authorise{}),
			cross(idle, forecourt.PresetVolume{Limit: litres(3250, 2)}), cross(idle, forecourt.PresetAmount{Limit: eur(15000)}),
			cross(idle, forecourt.Authorise{}), cross(fuelling, forecourt.Stop{}), cross(fuelling, forecourt.SwitchOff{}),
			cross(fuelling, forecourt.Suspend{Nozzle: 2}), cross(suspended, forecourt.Resume{Nozzle: 2}),
			cross([]wire.Noun{status(forecourt.Closed)}, forecourt.Reset{}),
			cross(idle, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.PresetAmount{Limit: eur(5000)},
				forecourt.Authorise{}),
		},
		Reports: []wiretest.Crossing{
			state(forecourt.Inoperative), state(forecourt.Closed), state(forecourt.Calling), state(forecourt.Authorised),
			state(forecourt.Started), state(forecourt.Fuelling), state(forecourt.SuspendedStarted),
			state(forecourt.SuspendedFuelling), cross(at(forecourt.Calling), status(forecourt.Idle)),
			cross(at(forecourt.Fuelling), limited),
			cross(fuelling, filling(3250, 5847)),
			{Given: fuelling, Sent: []wire.Noun{nozzle(2, false), totals(2, 123456), amountTotals(2, 9876), filling(3250, 5847), ended},
				Want: []wire.Noun{nozzle(2, false), filling(3250, 5847), filling(3250, 5847), totals(2, 123456),
					amountTotals(2, 9876), ended}},
			{Given: idle, Sent: []wire.Noun{totals(2, 123456789)}, Asked: []wire.Noun{forecourt.ReturnTotals{Nozzle: 2}}},
			{Given: idle, Sent: []wire.Noun{amountTotals(1, 9999999999)},
				Asked: []wire.Noun{forecourt.ReturnTotals{Nozzle: 1, Amount: true}}},
			{Given: idle, Sent: []wire.Noun{pricesKnown}, Asked: []wire.Noun{forecourt.ReturnPrices{}}},
			{Given: fuelling, Sent: []wire.Noun{status(forecourt.Fuelling)}, Asked: []wire.Noun{forecourt.ReturnStatus{}},
				Want: []wire.Noun{nozzle(2, true), status(forecourt.Fuelling)}},
			cross(nil, forecourt.AlarmReport{Alarm: forecourt.AlarmPulser}),
			cross(nil, forecourt.AlarmReport{Alarm: forecourt.AlarmEmergencyStop}),
			cross(nil, forecourt.AlarmReport{Alarm: 0xA0}),
		},
		Foreign: []wire.Noun{
			nil, 5, forecourt.Reachable{}, forecourt.Refused{}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{9}},
			forecourt.PresetVolume{Limit: litres(1, 3)}, forecourt.PresetVolume{Limit: litres(100_000_000, 2)},
			forecourt.PresetVolume{Limit: litres(-1, 2)}, forecourt.PresetAmount{Limit: unit.Money{Minor: 5, Currency: "USD"}},
			forecourt.SetPrices{}, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(1_000_000)}},
			forecourt.SetPrices{Prices: []unit.Price{eurPerL(1)}}, forecourt.ReturnTotals{}, forecourt.ReturnIdentity{},
			forecourt.ReturnParameters{}, forecourt.SetFillingType{}, forecourt.SetOutput{}, forecourt.IdentityReport{},
			forecourt.SelectLevel{Level: 2}, forecourt.SetPrices{Prices: both.Prices, Credit: []unit.Price{eurPerL(1)}},
			forecourt.ParametersReport{}, forecourt.NozzleReport{Nozzle: 3, Price: eurPerL(1)},
			forecourt.FillingReport{Volume: unit.Indicated{Unit: unit.USGal, Decimals: 2}, Amount: eur(0)},
			forecourt.TotalsReport{}, forecourt.StatusReport{}, forecourt.PricesReport{}, forecourt.AlarmReport{},
		},
		Frames: [][]byte{
			{1, 1, 2, 1, 0, 0x41, 0, 4, 1, 0x21, 0x3C, 0}, {1, 1, 2, 1, 0, 0x11, 0, 3, 1, 0x21, 0x14},
		},
	}
}

func TestRegistered(t *testing.T) {
	d, ok := wire.Lookup("ifsf")
	if !ok || d.Name() != "ifsf" || len(d.Ports()) != 2 || d.Ports()[0].Carrier != "tcp" || d.Ports()[1].Carrier != "udp" {
		t.Errorf("ifsf is %v, %t", d, ok)
	}
	if len(d.Messages()) < 100 || d.Secrets([]byte{1}) != nil {
		t.Error("messages or secrets")
	}
	seen := map[field]bool{}
	for _, f := range fields {
		key := field{place: f.place, id: f.id}
		if seen[key] {
			t.Errorf("%s stands twice", f.name)
		}
		seen[key] = true
	}
}

func TestOpenRefuses(t *testing.T) {
	at := func(a ...byte) wire.Options {
		o := euros
		o.Addresses = a
		return o
	}
	nine, cold := euros, euros
	nine.Nozzles, cold.PollCycle = 9, -1
	for name, o := range map[string]wire.Options{
		"point 0": at(0x20), "point 5": at(0x25), "twins": at(0x21, 0x21), "9 nozzles": nine, "a negative cycle": cold,
		"decimals too fine": {VolumeDecimals: 2, AmountDecimals: 3, Currency: "EUR"},
	} {
		for _, end := range New().Ends() {
			if s, err := New().Open(end, o, &wiretest.Recorder{}); err == nil || s != nil {
				t.Errorf("%s: %s opened", name, end)
			}
		}
	}
	if _, err := New().Open(wire.POS, euros, &wiretest.Recorder{}); err == nil {
		t.Error("a POS end was opened")
	}
	if _, err := With(Config{Dispenser: Node{1, 200}}).Open(wire.Dispenser, euros, &wiretest.Recorder{}); err == nil {
		t.Error("node 200 was opened")
	}
	five := at(0x21, 0x22, 0x23)
	five.Nozzles = 3
	if _, err := New().Open(wire.Dispenser, five, &wiretest.Recorder{}); err == nil || !strings.Contains(err.Error(), "products") {
		t.Errorf("nine products: %v", err)
	}
	big := With(Config{Products: map[byte][]uint32{0x21: {100_000_000}}})
	for _, end := range big.Ends() {
		if _, err := big.Open(end, euros, &wiretest.Recorder{}); err == nil {
			t.Errorf("%s: a product number of 9 digits was taken", end)
		}
	}
}

func TestDescribe(t *testing.T) {
	for text, want := range map[string]string{
		"02 01 01 02 00 29 00 05 01 21 14 01 03":    "01/02 to 02/01 ANSWER 9, fuelling point 1: FP_State idle",
		"02 01 01 03 00 21 00 05 01 00 04 01 0A":    "01/03 to 02/01 ANSWER 1, communication service: Heartbeat_Interval 10",
		"01 01 02 01 00 41 00 04 01 21 3C 00":       "02/01 to 01/01 WRITE 1, fuelling point 1: Open_FP",
		"01 01 03 01 00 11 00 03 01 21 14":          "03/01 to 01/01 READ 17, fuelling point 1: FP_State",
		"01 01 03 01 00 4D 00 06 01 21 16 02 03 01": "03/01 to 01/01 WRITE 13, fuelling point 1: Assign_Contr_Id 03/01",
		"03 01 01 01 00 E2 00 05 01 00 00 0B 00":    "01/01 to 03/01 ACK 2, communication service: ok, Add_Recipient_Addr ok",
		"7F 00 00 01 22 B8 03 01 01 00":             "heartbeat of 03/01 at 127.0.0.1:8888",
		"01 01 02 01 00 11 00 03 01 99 14":          "02/01 to 01/01 READ 17, unknown address 99: Data_Id 20",
		"02 01 01 01 00 E1 00 05 01 21 05 3E 03": "01/01 to 02/01 ACK 1, fuelling point 1: some data refused, " +
			"Release_FP command refused in this state",
		"01 01 02 01 00 01 00 02 01 21":                "02/01 to 01/01 READ 1, fuelling point 1: nothing",
		"02 01 01 01 00 29 00 06 02 21 12 14 00 C8":    "",
		"01 01 02 01 00 41 00 06 04 21 21 00 07 1E 00": "",
		"01 01 03 01 00 4E 00 0D 06 61 00 00 00 95 11 02 04 04 00 08 68": "03/01 to 01/01 WRITE 14, " +
			"product no. 95 fuelling mode 1: Prod_Price 8.68",
		"02 01 01 01 00 80 00 0E 01 21 64 00 14 01 03 15 01 02 16 02 00 00": "01/01 to 02/01 UNSOLICITED 0, " +
			"fuelling point 1: FP_Status_Message, FP_State idle, Log_Noz_State [2], Assign_Contr_Id 00/00",
		"02 01 01 01 00 61 00 1D 04 21 21 00 07 64 00 01 02 00 07 15 01 02": "",
	} {
		b := bytesOf(t, text)
		said, err := New().Describe(wire.FromController, b, euros)
		if want != "" && (err != nil || said != want) {
			t.Errorf("%s: %q, %v; want %q", text, said, err, want)
		}
		if want == "" {
			var fault *wire.FrameError
			if !errors.As(err, &fault) || fault.Dialect != "ifsf" {
				t.Errorf("%s: %q, %v; want a fault", text, said, err)
			}
		}
	}
	sale := "02 01 01 01 00 61 00 20 04 21 21 00 07 64 00 01 02 00 07 15 01 02 14 02 00 00 " +
		"05 05 06 00 00 58 47 06 05 06 00 00 32 50"
	said, err := New().Describe(wire.FromDispenser, bytesOf(t, sale), euros)
	if err != nil || !strings.HasSuffix(said, "fuelling point 1 transaction 0007: TR_Buff_States_Message, TR_Seq_Nb 0007, "+
		"Trans_State payable, TR_Buff_Contr_Id 00/00, TR_Amount 58.47, TR_Volume 32.50") {
		t.Errorf("%s, %v", said, err)
	}
}
