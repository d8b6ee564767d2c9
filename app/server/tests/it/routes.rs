mod contract_of_all;
mod session;
mod users;
