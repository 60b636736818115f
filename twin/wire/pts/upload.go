package pts

import (
	"errors"
	"fmt"
	"regexp"
)

// The types that a controller uploads to a server. UploadConfiguration is not sent here, and named for Describe.
const (
	UploadPumpTransaction = "UploadPumpTransaction"
	UploadTankMeasurement = "UploadTankMeasurement"
	UploadInTankDelivery  = "UploadInTankDelivery"
	UploadStatus          = "UploadStatus"
	UploadAlertRecord     = "UploadAlertRecord"
	UploadConfiguration   = "UploadConfiguration"
)

// Uploads lists them.
var Uploads = []string{
	UploadPumpTransaction, UploadTankMeasurement, UploadInTankDelivery, UploadStatus, UploadAlertRecord, UploadConfiguration,
}

// The data of the uploads. Volumes are in the controller's unit of volume, heights in millimetres, temperatures in degrees
// Celsius.
type (
	// Transaction is UploadPumpTransaction: a finished sale. Pump, Nozzle, Transaction and DateTime tell it from every other.
	Transaction struct {
		DateTimeStart string `json:"DateTimeStart"` // B
		DateTime      string `json:"DateTime"`      // of the end
		Pump          int    `json:"Pump"`
		Nozzle        int    `json:"Nozzle"`
		FuelGradeID   int    `json:"FuelGradeId"`
		FuelGradeName string `json:"FuelGradeName"`
		Transaction   int    `json:"Transaction"`
		Volume        Number `json:"Volume"`
		Price         Number `json:"Price"`
		Amount        Number `json:"Amount"`
		TotalVolume   Number `json:"TotalVolume"`
		TotalAmount   Number `json:"TotalAmount"`
	}
	// Measurement is UploadTankMeasurement (B: two independent receivers agree on the fields).
	Measurement struct {
		DateTime        string   `json:"DateTime"`
		Tank            int      `json:"Tank"`
		FuelGradeID     int      `json:"FuelGradeId"`
		FuelGradeName   string   `json:"FuelGradeName"`
		Status          string   `json:"Status"` // "OK"
		Alarms          []string `json:"Alarms"` // of TankAlarms
		ProductHeight   Number   `json:"ProductHeight"`
		WaterHeight     Number   `json:"WaterHeight"`
		Temperature     Number   `json:"Temperature"`
		ProductVolume   Number   `json:"ProductVolume"`
		WaterVolume     Number   `json:"WaterVolume"`
		ProductUllage   Number   `json:"ProductUllage"`
		ProductTCVolume Number   `json:"ProductTCVolume"`
		Percentage      int      `json:"TankFillingPercentage"`
	}
	// Delivery is UploadInTankDelivery (B, as Measurement).
	Delivery struct {
		Tank           int      `json:"Tank"`
		FuelGradeID    int      `json:"FuelGradeId"`
		FuelGradeName  string   `json:"FuelGradeName"`
		StartValues    TankThen `json:"StartValues"`
		EndValues      TankThen `json:"EndValues"`
		AbsoluteValues Absolute `json:"AbsoluteValues"`
	}
	// TankThen is a tank at one end of a delivery.
	TankThen struct {
		DateTime        string `json:"DateTime"`
		ProductHeight   Number `json:"ProductHeight"`
		WaterHeight     Number `json:"WaterHeight"`
		Temperature     Number `json:"Temperature"`
		ProductVolume   Number `json:"ProductVolume"`
		ProductTCVolume Number `json:"ProductTCVolume"`
	}
	// Absolute is what was delivered.
	Absolute struct {
		ProductVolume   Number `json:"ProductVolume"`
		ProductTCVolume Number `json:"ProductTCVolume"`
	}
	// State is UploadStatus: the controller and its pumps now. Lists of one struct belong together by their places (B: a
	// sample that came from the vendor's manual).
	State struct {
		DateTime       string      `json:"DateTime"`
		StartupSeconds int64       `json:"PtsStartupSeconds"`
		Pumps          PumpsNow    `json:"Pumps"`
		FuelGrades     []FuelGrade `json:"FuelGrades"`
	}
	// PumpsNow has each pump in one of its lists, and all their users.
	PumpsNow struct {
		Idle    IdlePumps `json:"IdleStatus"`
		Filling BusyPumps `json:"FillingStatus"`
		Ended   BusyPumps `json:"EndOfTransactionStatus"`
		Offline struct {
			IDs []int `json:"Ids,omitempty"`
		} `json:"OfflineStatus"`
		Users []string `json:"Users"` // of all pumps, in the order of their numbers
	}
	// IdlePumps are those with nothing under way.
	IdlePumps struct {
		IDs              []int    `json:"Ids,omitempty"`
		NozzlesUp        []int    `json:"NozzlesUp,omitempty"`
		LastNozzles      []int    `json:"LastNozzles,omitempty"`
		LastTransactions []int    `json:"LastTransactions,omitempty"`
		LastVolumes      []Number `json:"LastVolumes,omitempty"`
		LastAmounts      []Number `json:"LastAmounts,omitempty"`
		LastPrices       []Number `json:"LastPrices,omitempty"`
		Requests         []string `json:"Requests,omitempty"`
	}
	// BusyPumps are those that deliver, or have a transaction that waits to be closed.
	BusyPumps struct {
		IDs          []int    `json:"Ids,omitempty"`
		Nozzles      []int    `json:"Nozzles,omitempty"`
		Transactions []int    `json:"Transactions,omitempty"`
		Volumes      []Number `json:"Volumes,omitempty"`
		Amounts      []Number `json:"Amounts,omitempty"`
		Prices       []Number `json:"Prices,omitempty"`
	}
	// Alert is UploadAlertRecord (B: two receivers agree on the fields; C: the words of State, and what a Code means).
	Alert struct {
		DateTime     string `json:"DateTime"`
		DeviceType   string `json:"DeviceType"` // "Probe"
		DeviceNumber int    `json:"DeviceNumber"`
		State        string `json:"State"`
		Code         int    `json:"Code"`
	}
	// FuelGrade is a product and its price.
	FuelGrade struct {
		ID    int    `json:"Id"`
		Name  string `json:"Name"`
		Price Number `json:"Price"`
	}
)

func (Transaction) packet() string { return UploadPumpTransaction }
func (Measurement) packet() string { return UploadTankMeasurement }
func (Delivery) packet() string    { return UploadInTankDelivery }
func (State) packet() string       { return UploadStatus }
func (Alert) packet() string       { return UploadAlertRecord }

// Upload returns a packet that a controller sends by itself.
func Upload(id int, data Data) Packet { return Request(id, data.packet(), data) }

// Type returns the type of the packet that data stands in.
func Type(data Data) string { return data.packet() }

// Confirmed reads what a server answered to an upload. Only a packet of the same Id and Type with "Message":"OK" confirms
// it; the error says what there was instead.
func Confirmed(answer []byte, sent Packet) error {
	body, err := Decode(answer)
	if err != nil {
		return err
	}
	if body.Error {
		return fmt.Errorf("pts: the server answered error %d %.64q", int(body.Code), body.Message)
	}
	for _, p := range body.Packets {
		switch {
		case p.ID != sent.ID || p.Type != sent.Type:
		case p.Error:
			return fmt.Errorf("pts: the server refused %s %d: error %d %.64q", p.Type, p.ID, int(p.Code), p.Message)
		case p.Message == "OK":
			return nil
		default:
			return fmt.Errorf("pts: the server answered %s %d with message %.64q, not OK", p.Type, p.ID, p.Message)
		}
	}
	return fmt.Errorf("pts: the server's answer has no packet %d of type %s", sent.ID, sent.Type)
}

// TankAlarms are the words for the alarms of a tank.
var TankAlarms = []string{"CriticalHighProduct", "HighProduct", "LowProduct", "CriticalLowProduct", "HighWater", "TankLeakage"}

// The states of an alert (C).
const (
	AlertActive   = "Active"
	AlertInactive = "Inactive"
)

// MaxID is the highest Id of a packet; the lowest of an upload is 1.
const MaxID = maxID

var idDigits = regexp.MustCompile(`^[0-9A-F]{24}$`)

// CheckID refuses what cannot be the identifier of a controller (C): 24 digits of 0 to 9 and A to F.
func CheckID(id string) error {
	if !idDigits.MatchString(id) {
		return errors.New("the identifier of a PTS-2 has 24 digits, 0 to 9 and A to F")
	}
	return nil
}
