package pts

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

func litres(hundredths int64) Number {
	return Plain(unit.Indicated{Count: hundredths, Decimals: 2, Unit: unit.L})
}

func TestUploadsAreWrittenAsReceiversReadThem(t *testing.T) {
	for want, data := range map[string]Data{
		`{"Id":7,"Type":"UploadPumpTransaction","Data":{"DateTimeStart":"2026-01-05T00:00:00","DateTime":"2026-01-05T00:02:35",` +
			`"Pump":1,"Nozzle":2,"FuelGradeId":1,"FuelGradeName":"Diesel","Transaction":12,"Volume":32.50,"Price":1.799,"Amount":58.47,` +
			`"TotalVolume":1032.50,"TotalAmount":58.47}}`: Transaction{
			DateTimeStart: Stamp(clock.Epoch, nil), DateTime: Stamp(clock.Epoch.Add(155_000_000_000), nil), Pump: 1, Nozzle: 2,
			FuelGradeID: 1, FuelGradeName: "Diesel", Transaction: 12, Volume: litres(3250), Price: Plain(unit.Price{E4: 17990, Currency: "EUR"}),
			Amount: Plain(unit.Money{Minor: 5847, Currency: "EUR"}), TotalVolume: litres(103250), TotalAmount: Plain(unit.Money{Minor: 5847, Currency: "EUR"}),
		},
		`{"Id":7,"Type":"UploadTankMeasurement","Data":{"DateTime":"2026-01-05T00:00:00","Tank":1,"FuelGradeId":1,"FuelGradeName":"Diesel",` +
			`"Status":"OK","Alarms":[],"ProductHeight":2534.1,"WaterHeight":3.2,"Temperature":24.7,"ProductVolume":18420.50,"WaterVolume":2,` +
			`"ProductUllage":6580,"ProductTCVolume":18351,"TankFillingPercentage":73}}`: Measurement{
			DateTime: Stamp(clock.Epoch, nil), Tank: 1, FuelGradeID: 1, FuelGradeName: "Diesel", Status: "OK", Alarms: []string{},
			ProductHeight: Plain(unit.Level(2_534_100)), WaterHeight: "3.2", Temperature: Plain(unit.Temperature(24_700)),
			ProductVolume: litres(1842050), WaterVolume: "2", ProductUllage: "6580", ProductTCVolume: "18351", Percentage: 73,
		},
		`{"Id":7,"Type":"UploadAlertRecord","Data":{"DateTime":"a","DeviceType":"Probe","DeviceNumber":4,"State":"Active","Code":91}}`: Alert{"a", "Probe", 4, AlertActive, 91},
		`{"Id":7,"Type":"UploadInTankDelivery","Data":{"Tank":4,"FuelGradeId":8,"FuelGradeName":"ULP95",` +
			`"StartValues":{"DateTime":"a","ProductHeight":1150.5,"WaterHeight":8.5,"Temperature":21.25,"ProductVolume":9800.25,"ProductTCVolume":9700},` +
			`"EndValues":{"DateTime":"b","ProductHeight":1495.75,"WaterHeight":8.75,"Temperature":21.5,"ProductVolume":13725.5,"ProductTCVolume":13600},` +
			`"AbsoluteValues":{"ProductVolume":3925.25,"ProductTCVolume":3900}}}`: Delivery{
			Tank: 4, FuelGradeID: 8, FuelGradeName: "ULP95", StartValues: TankThen{"a", "1150.5", "8.5", "21.25", "9800.25", "9700"},
			EndValues: TankThen{"b", "1495.75", "8.75", "21.5", "13725.5", "13600"}, AbsoluteValues: Absolute{"3925.25", "3900"},
		},
	} {
		p := Upload(7, data)
		got := string(Encode(Body{PtsID: "003A003A3435510938393730", Packets: []Packet{p}}))
		if want := `{"Protocol":"jsonPTS","PtsId":"003A003A3435510938393730","Packets":[` + want + `]}`; got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		if p.Type != Type(data) {
			t.Errorf("%s holds %s", p.Type, Type(data))
		}
	}
}

// vendorStatus is the part of the vendor's sample that is sent here, in the same order of keys.
const vendorStatus = `{"DateTime":"2022-09-20T19:30:08","PtsStartupSeconds":59,"Pumps":{` +
	`"IdleStatus":{"Ids":[1,3],"NozzlesUp":[1,0],"LastNozzles":[0,0],"LastTransactions":[0,0],"LastVolumes":[0.00,0.00],` +
	`"LastAmounts":[0.00,0.00],"LastPrices":[1.11,1.11],"Requests":["",""]},` +
	`"FillingStatus":{"Ids":[2],"Nozzles":[2],"Transactions":[2996],"Volumes":[43.80],"Amounts":[45.99],"Prices":[1.05]},` +
	`"EndOfTransactionStatus":{},"OfflineStatus":{"Ids":[4]},"Users":["","","admin",""]},` +
	`"FuelGrades":[{"Id":1,"Name":"Petrol","Price":27.50}]}`

func TestTheVendorsStatusIsReadAndWrittenUnchanged(t *testing.T) {
	var s State
	if err := json.Unmarshal([]byte(vendorStatus), &s); err != nil {
		t.Fatal(err)
	}
	if got := string(Upload(1, s).Data); got != vendorStatus {
		t.Errorf("%s\nwant %s", got, vendorStatus)
	}
}

func TestOnlyOKOfTheSamePacketConfirms(t *testing.T) {
	sent := Upload(7, Transaction{Volume: "0", Price: "0", Amount: "0", TotalVolume: "0", TotalAmount: "0"})
	in := func(packets string) string { return `{"Protocol":"jsonPTS","Packets":[` + packets + `]}` }
	for answer, why := range map[string]string{
		in(`{"Id":7,"Type":"UploadPumpTransaction","Message":"OK"}`):                                                        "",
		in(`{"Id":6,"Type":"UploadStatus","Message":"OK"},{"Id":7,"Type":"UploadPumpTransaction","Message":"OK"}`):          "",
		in(`{"Id":7,"Type":"UploadPumpTransaction","Message":"OK"},{"Id":7,"Type":"UploadPumpTransaction","Message":"OK"}`): "",
		in(`{"Id":8,"Type":"UploadPumpTransaction","Message":"OK"}`):                                                        "no packet 7",
		in(`{"Id":7,"Type":"UploadStatus","Message":"OK"}`):                                                                 "no packet 7",
		in(`{"Id":7,"Type":"UploadPumpTransaction","Message":"ok"}`):                                                        "not OK",
		in(`{"Id":7,"Type":"UploadPumpTransaction","Error":true,"Code":1,"Message":"OK"}`):                                  "refused",
		in(`{"Id":7,"Type":"UploadPumpTransaction"}`):                                                                       "not OK",
		`{"Protocol":"jsonPTS","Error":true,"Code":2,"Message":"INVALID_JSON_REQUEST"}`:                                     "error 2",
		`<html>`: "INVALID_JSON",
		``:       "INVALID_JSON",
		in(`{"Id":7,"Type":"UploadPumpTransaction","Message":"OK"}` + strings.Repeat(" ", MaxBody)): "TOO_LONG",
	} {
		err := Confirmed([]byte(answer), sent)
		if (err == nil) != (why == "") || err != nil && !strings.Contains(err.Error(), why) {
			t.Errorf("%.99s: %v, want %q", answer, err, why)
		}
	}
}

func TestAControllersIdentifierHas24Digits(t *testing.T) {
	for id, good := range map[string]bool{
		"003A003A3435510938393730": true, "": false, "003A003A343551093839373": false, "003A003A34355109383937300": false, "003a003a3435510938393730": false, "G03A003A3435510938393730": false,
	} {
		if err := CheckID(id); (err == nil) != good {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// FuzzConfirmed: no answer of a server stops a controller, and what is taken for a confirmation says OK.
func FuzzConfirmed(f *testing.F) {
	sent := Upload(7, State{})
	for _, s := range []string{`{`, `{"Protocol":"jsonPTS","Packets":[{"Id":7,"Type":"UploadStatus","Message":"OK"}]}`, request} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if Confirmed(b, sent) == nil && !strings.Contains(strings.ToLower(string(b)), `"message"`) {
			t.Fatalf("%q confirms", b)
		}
	})
}
